// SPDX-License-Identifier: EUPL-1.2
// Opens the room between the signed-in person and a post, whoever holds it today.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writeToPost } from '@/api/teams';
import { errorCode, errorText } from '@/shared/errors';
import { showToast } from '@/ui';

const REFUSALS = ['own_post', 'nobody_answers'] as const;

export function useWriteToPost(): { write(postId: string): void; isPending: boolean } {
  const { t } = useTranslation('people');
  const navigate = useNavigate();
  const [isPending, setPending] = useState(false);
  const open = async (postId: string) => {
    setPending(true);
    try {
      const { room_id: roomId, vacant } = await writeToPost(postId);
      if (vacant) showToast({ text: t('vacantPost') });
      await navigate({ to: '/chats/$roomId', params: { roomId } });
    } catch (error) {
      const refusal = REFUSALS.find((code) => code === errorCode(error));
      showToast({ text: refusal ? t(`postRefusals.${refusal}`) : errorText(error), tone: 'bad' });
    } finally {
      setPending(false);
    }
  };
  return { write: (postId) => void open(postId), isPending };
}
