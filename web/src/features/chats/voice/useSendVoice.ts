// SPDX-License-Identifier: EUPL-1.2
// Hands a finished recording to the engine, which checks, encrypts and queues it like any file.
import { useTranslation } from 'react-i18next';
import type { DraftPlace } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { showToast } from '@/ui';
import type { VoiceRecorder } from './useRecorder';

const ENDINGS: Record<string, string> = { 'audio/ogg': 'ogg', 'audio/webm': 'webm', 'audio/mp4': 'm4a' };

export function useSendVoice(place: DraftPlace, voice: VoiceRecorder): () => Promise<void> {
  const { t } = useTranslation('compose');
  const engine = useEngine();
  return async () => {
    const recording = await voice.take();
    if (!recording) return;
    const { blob, durationMs, waveform } = recording;
    const name = `${t('voice.file')}.${ENDINGS[blob.type] ?? 'audio'}`;
    await engine
      .call('messages.sendFile', { ...place, file: blob, name, voice: { durationMs, waveform } })
      .catch((error: unknown) => {
        voice.restore(recording);
        showToast({ text: errorText(error), tone: 'bad' });
      });
  };
}
