// SPDX-License-Identifier: EUPL-1.2
// The message field; its editor is loaded when the first conversation opens.
import { IconLock, IconSpeakerphone } from '@tabler/icons-react';
import { lazy, type Ref, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '@/engine/rpc/protocol';
import { AudienceNote } from '../outside/AudienceNote';
import styles from './Composer.module.css';
import type { ComposerMode } from './mode';

const ComposerField = lazy(() => import('./ComposerField').then((module) => ({ default: module.ComposerField })));

export interface ComposerHandle {
  focus(): void;
  addFiles(files: readonly File[]): void;
}

export interface ComposerProps {
  room: RoomDetails;
  /** Writes into this thread. */
  threadId?: string;
  mode: ComposerMode;
  onModeEnd(): void;
  /** Asks to edit the last own message. */
  onEditLast(): void;
  ref?: Ref<ComposerHandle>;
}

export function Composer(props: ComposerProps) {
  const { room, threadId } = props;
  const { send, reply } = room.myRights;
  if (!(threadId ? reply : send)) return <MayNotWrite room={room} />;
  return (
    <section className={styles.place} data-region="composer">
      <AudienceNote members={room.members} />
      <Suspense fallback={<div className={styles.box} />}>
        <ComposerField {...props} />
      </Suspense>
    </section>
  );
}

function MayNotWrite({ room }: { room: RoomDetails }) {
  const { t } = useTranslation('rights');
  const { successorRoomId, kind, myRights } = room;
  const channel = kind === 'announcement' && !successorRoomId;
  const Icon = channel ? IconSpeakerphone : IconLock;
  const reason = successorRoomId ? 'replaced' : !channel ? 'rights' : myRights.reply ? 'threads' : 'channel';
  return (
    <p className={styles.closed}>
      <Icon size={18} stroke={1.7} aria-hidden /> {t(`closed.${reason}`)}
    </p>
  );
}
