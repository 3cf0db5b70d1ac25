// SPDX-License-Identifier: EUPL-1.2
// What stands in the place of data while they load, when they failed, and when only a refresh of them failed.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorCode } from '@/shared/errors';
import { Banner, Button, ErrorState, SkeletonRows } from '@/ui';
import { useRefusal } from '../refusal';

interface Query<T> {
  data: T | undefined;
  error: Error | null;
  refetch(): unknown;
}

interface LoadedProps<T> {
  query: Query<T>;
  /** What failed, in plain words. */
  title: string;
  rows?: number;
  children(data: T): ReactNode;
}

export function Loaded<T>({ query, title, rows = 5, children }: LoadedProps<T>) {
  const { t } = useTranslation('admin');
  const refusal = useRefusal();
  const { data, error, refetch } = query;
  if (data === undefined) {
    if (!error) return <SkeletonRows count={rows} avatar={false} />;
    return (
      <ErrorState title={title} code={errorCode(error)} onRetry={() => void refetch()}>
        {refusal(error)}
      </ErrorState>
    );
  }
  return (
    <>
      {error && (
        <Banner
          tone="warn"
          boxed
          action={
            <Button size="sm" onPress={() => void refetch()}>
              {t('refresh')}
            </Button>
          }
        >
          {t('oldData')}
        </Banner>
      )}
      {children(data)}
    </>
  );
}
