// SPDX-License-Identifier: EUPL-1.2
// The right pane with everything that is pinned in a chat: go there, or unpin.
import { IconPin, IconPinnedOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Pin as PinnedMessage } from '@/engine/rpc/protocol';
import { useEngine, usePins, useRoom } from '@/engine/rpc/react';
import { formatMoment } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { Aside, EmptyState, IconButton, SkeletonRows, showToast } from '@/ui';
import { useChatsNavigation } from '../address';
import { QuoteText } from '../message/Quote';
import styles from './Room.module.css';

export function PinsPane({ roomId, onClose }: { roomId: string; onClose(): void }) {
  const { t } = useTranslation('conversation');
  const { value: pins } = usePins(roomId);
  const { value: room } = useRoom(roomId);
  return (
    <Aside title={t('pins.title')} onClose={onClose}>
      {!pins && <SkeletonRows count={4} avatar={false} />}
      {pins?.length === 0 && (
        <EmptyState icon={IconPin} title={t('pins.none')}>
          {t('pins.hint')}
        </EmptyState>
      )}
      <ul className={styles.pins}>
        {pins?.map((pin) => (
          <li key={pin.eventId}>
            <Pin roomId={roomId} pin={pin} mayUnpin={room?.myRights.pin ?? false} />
          </li>
        ))}
      </ul>
    </Aside>
  );
}

interface PinProps {
  roomId: string;
  pin: PinnedMessage;
  mayUnpin: boolean;
}

function Pin({ roomId, pin, mayUnpin }: PinProps) {
  const { t } = useTranslation('conversation');
  const engine = useEngine();
  const { showEvent } = useChatsNavigation();
  const unpin = () => {
    engine
      .call('messages.pin', { roomId, eventId: pin.eventId, pinned: false })
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
  };
  return (
    <div className={styles.pin}>
      <button type="button" className={styles.pinWords} onClick={() => showEvent(pin.eventId)}>
        <strong>{pin.sender?.name ?? t('pins.open')}</strong>
        {pin.at !== null && <time className={styles.pinTime}>{formatMoment(pin.at)}</time>}
        <span>
          <QuoteText quote={pin} />
        </span>
      </button>
      {mayUnpin && <IconButton label={t('pins.unpin')} icon={IconPinnedOff} size="sm" onPress={unpin} />}
    </div>
  );
}
