// SPDX-License-Identifier: EUPL-1.2
// How far an import is, in a word.
import { useTranslation } from 'react-i18next';
import { Chip, type Tone } from '@/ui';
import type { Run } from './api';

export type RunState = 'planned' | 'refused' | 'applying' | 'done' | 'cancelled';

const TONES: Partial<Record<RunState, Tone>> = { refused: 'warn', applying: 'warn', done: 'ok' };

export function StateChip({ run }: { run: Run }) {
  const { t } = useTranslation('imports');
  const state = run.state as RunState;
  const tone = TONES[state];
  return <Chip {...(tone ? { tone } : {})}>{t(`states.${state}`)}</Chip>;
}
