// SPDX-License-Identifier: EUPL-1.2
// Strips under the header: keys of a member changed, or the chat goes on elsewhere.
import { IconShieldX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { errorText } from '@/shared/errors';
import { Banner, Button, LinkButton, showToast } from '@/ui';
import { nameList } from '../text/names';

export function RoomStrips({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('chats');
  return (
    <>
      {room.encryption.changedUserIds.length > 0 && <ChangedKeys room={room} />}
      {room.successorRoomId && (
        <Banner
          tone="warn"
          action={
            <LinkButton size="sm" href={`/chats/${encodeURIComponent(room.successorRoomId)}`}>
              {t('room.openSuccessor')}
            </LinkButton>
          }
        >
          {t('room.replaced')}
        </Banner>
      )}
    </>
  );
}

function ChangedKeys({ room }: { room: RoomDetails }) {
  const { t, i18n } = useTranslation('chats');
  const engine = useEngine();
  const ids = room.encryption.changedUserIds;
  const people = ids.map(
    (userId) => room.members.find((member) => member.userId === userId) ?? { userId, name: userId, avatar: null },
  );
  const failed = (error: unknown) => showToast({ text: errorText(error), tone: 'bad' });
  const [first] = ids;
  return (
    <Banner
      tone="bad"
      icon={IconShieldX}
      action={
        <>
          <Button
            size="sm"
            onPress={() => first && engine.call('verification.startUser', { userId: first }).catch(failed)}
          >
            {t('encryption.verifyAgain')}
          </Button>{' '}
          <Button
            size="sm"
            variant="quiet"
            onPress={() =>
              void Promise.all(ids.map((userId) => engine.call('crypto.acceptIdentity', { userId }))).catch(failed)
            }
          >
            {t('encryption.accept')}
          </Button>
        </>
      }
    >
      {t('encryption.changed', { names: nameList(people, i18n.language), count: people.length })}
    </Banner>
  );
}
