// SPDX-License-Identifier: EUPL-1.2
// Writes to a post instead of the person who holds it: the next holder gets the conversation.
import { IconBriefcase } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui';
import { useWriteToPost } from './useWriteToPost';

export function WriteToPost({ postId }: { postId: string }) {
  const { t } = useTranslation('people');
  const { write, isPending } = useWriteToPost();
  return (
    <Button size="sm" icon={IconBriefcase} isPending={isPending} onPress={() => write(postId)}>
      {t('writeToPost')}
    </Button>
  );
}
