// SPDX-License-Identifier: EUPL-1.2
// The messages of one chat: loads the window, shows its states, and keeps readers where they are.
import { IconCalendar } from '@tabler/icons-react';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageItem, RoomDetails, Timeline as TimelineModel } from '@/engine/rpc/protocol';
import { type TimelineCalls, useTimeline } from '@/engine/rpc/react';
import { useCommands } from '@/shared/commands';
import { errorCode, errorText } from '@/shared/errors';
import { ErrorState } from '@/ui';
import { useChatsNavigation } from '../address';
import { joinPictures } from '../media/gallery';
import { MediaViewerHost } from '../media/MediaViewerHost';
import { PinnedBar } from '../room/PinnedBar';
import { useSteadyTimeline } from '../steady';
import { TimelineActionsContext } from './actions';
import { JumpToDate } from './JumpToDate';
import { MessagePopups } from './MessagePopups';
import { OpeningSkeleton } from './OpeningSkeleton';
import { collapseRuns } from './runs';
import { TimelineList } from './TimelineList';
import { following, useActions } from './useActions';
import { useArrivals } from './useArrivals';
import { useJumps } from './useJumps';
import { ReadContext } from './useReading';
import { relate, type Shape } from './window';

export interface TimelineProps {
  roomId: string;
  room: RoomDetails;
  /** Shows this thread instead of the main timeline. */
  threadId?: string;
  at: string | undefined;
  onReply(item: MessageItem): void;
  onEdit(item: MessageItem): void;
  onLeave(): void;
  /** Told of every new list of items, for "edit the last own message". */
  onItems(items: TimelineModel['items']): void;
}

export function Timeline({ at, ...props }: TimelineProps) {
  const { t } = useTranslation('chats');
  const [openedAt] = useState(at);
  const handle = useTimeline(props.roomId, openedAt, props.threadId);
  useJumps(handle, at === openedAt ? undefined : at);
  const { error, calls } = handle;
  const timeline = useSteadyTimeline(handle.timeline);
  if (timeline) {
    return (
      <ReadContext value={handle.timeline?.fullyReadEventId ?? null}>
        <Loaded calls={calls} timeline={timeline} {...props} />
      </ReadContext>
    );
  }
  if (!error) return <OpeningSkeleton />;
  return (
    <ErrorState title={t('timeline.failed')} code={errorCode(error)}>
      {errorText(error)}
    </ErrorState>
  );
}

interface LoadedProps extends Omit<TimelineProps, 'at'> {
  calls: TimelineCalls;
  timeline: TimelineModel;
}

const Loaded = memo(function Loaded({ calls, timeline, room, threadId, ...listeners }: LoadedProps) {
  const { onReply, onEdit, onLeave, onItems } = listeners;
  const shape = useShape(timeline.items);
  const items = useMemo(() => collapseRuns(joinPictures(timeline.items)), [timeline.items]);
  const shown = useMemo(() => ({ ...timeline, items }), [timeline, items]);
  const { actions, popups, media, date, activeKey } = useActions(room, threadId ?? null, calls, { onReply, onEdit });
  const { setPanel } = useChatsNavigation();
  useArrivals(timeline, onItems);
  useDateCommand(threadId === undefined, actions.askDate);
  return (
    <TimelineActionsContext value={actions}>
      {!threadId && <PinnedBar pinned={timeline.pinned} onOpen={actions.jumpTo} onList={() => setPanel('pins')} />}
      <TimelineList
        key={shape.epoch}
        shape={shape}
        timeline={shown}
        calls={calls}
        room={room}
        activeKey={activeKey}
        onLeave={onLeave}
      />
      {date.asked !== null && <JumpToDate from={date.asked} onJump={calls.jumpToDate} onClose={date.close} />}
      <MessagePopups popups={following(popups, items)} room={room} />
      <MediaViewerHost media={media} items={timeline.items} loadOlder={timeline.hasOlder ? calls.loadOlder : null} />
    </TimelineActionsContext>
  );
});

/** The keyboard's way to the calendar; a thread is too short for one. */
function useDateCommand(offered: boolean, askDate: (from: number) => void): void {
  const { t } = useTranslation('conversation');
  const command = { id: 'jumpToDate', title: t('date.title'), icon: IconCalendar, run: () => askDate(Date.now()) };
  useCommands(offered ? [command] : []);
}

/** Compares each new list with the one before it, once. */
function useShape(items: TimelineModel['items']): Shape<TimelineModel['items'][number]> {
  const [shape, setShape] = useState<Shape<TimelineModel['items'][number]>>({ items, shift: false, epoch: 0 });
  if (shape.items === items) return shape;
  const next = relate(shape, items);
  setShape(next);
  return next;
}
