// SPDX-License-Identifier: EUPL-1.2
// All open windows by the id that their page chose, and the calls on them.
import { toEngineError } from '../lib/failures';
import { EngineError } from '../rpc/errors';
import type { Handlers, TopicSource } from '../rpc/server';
import { TimelineView, type ViewServices } from './view';

type WindowCalls = Pick<
  Handlers,
  'timeline.loadOlder' | 'timeline.loadNewer' | 'timeline.jumpTo' | 'timeline.jumpToDate' | 'timeline.jumpToNewest'
>;

export class TimelineWindows {
  private readonly views = new Map<string, TimelineView>();

  constructor(private readonly services: ViewServices) {}

  readonly topic: TopicSource<'timeline'> = ({ roomId, windowId, at, threadId }, emit, fail) => {
    let view: TimelineView | null = null;
    let closed = false;
    const open = () => {
      const room = this.services.session.client.getRoom(roomId);
      if (closed || view || !room) return;
      view = new TimelineView(this.services, room, threadId ?? null, emit);
      this.views.set(windowId, view);
      view.open(at).catch((reason: unknown) => fail(toEngineError(reason)));
    };
    // A room that was made a moment ago comes with the next sync.
    const stopWaiting = this.services.session.changes.on('room', (changed) => {
      if (changed === roomId) open();
    });
    open();
    return () => {
      closed = true;
      stopWaiting();
      view?.close();
      if (this.views.get(windowId) === view) this.views.delete(windowId);
    };
  };

  readonly calls: WindowCalls = {
    'timeline.loadOlder': async ({ windowId }) => ({ hasOlder: await this.find(windowId).loadOlder() }),
    'timeline.loadNewer': async ({ windowId }) => ({ hasNewer: await this.find(windowId).loadNewer() }),
    'timeline.jumpTo': async ({ windowId, eventId }) => {
      await this.find(windowId).jumpTo(eventId);
      return null;
    },
    'timeline.jumpToDate': async ({ windowId, at }) => {
      await this.find(windowId).jumpToDate(at);
      return null;
    },
    'timeline.jumpToNewest': async ({ windowId }) => {
      await this.find(windowId).jumpToNewest();
      return null;
    },
  };

  private find(windowId: string): TimelineView {
    const view = this.views.get(windowId);
    if (!view) throw new EngineError('not_found', 'The window is not open.');
    return view;
  }
}
