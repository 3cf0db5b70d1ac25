// SPDX-License-Identifier: EUPL-1.2
// Search in messages for the pages: the index of this device, its filling, and the server's part.
import { coalesce, Emitter } from '../lib/emitter';
import { memberProfile } from '../rooms/profiles';
import type { MessageHit, MessageHits, MessageSearch, SearchIndexStatus } from '../rpc/models';
import type { Handlers, TopicSource } from '../rpc/server';
import type { Session } from '../session';
import { Crawl } from './crawl';
import { Feed } from './feed';
import { accepts } from './filter';
import { MessageIndex } from './index';
import { decodeCursor, encodeCursor, merge } from './merge';
import { type IndexedMessage, linksOf } from './message';
import { NOTHING, type ServerPage, searchServer } from './server';
import { IndexStore } from './store';
import { snippetOf, type Term, termsOf } from './words';

const PAGE = 30;
const TELL_MS = 400;

type SearchCalls = Pick<Handlers, 'search.messages' | 'search.setIndexing' | 'search.setLowPower'>;

export class MessageSearchService {
  private readonly changed = new Emitter<{ status: SearchIndexStatus }>();
  private readonly tell = coalesce(() => this.changed.emit('status', this.status()), TELL_MS);
  private feed: Feed | null = null;
  private crawl: Crawl | null = null;
  private lowPower = false;

  private constructor(
    private readonly session: Session,
    private readonly store: IndexStore,
    private readonly index: MessageIndex,
  ) {}

  static async open(session: Session, name: string): Promise<MessageSearchService> {
    const store = await IndexStore.open(name);
    const service = new MessageSearchService(session, store, await MessageIndex.open(store));
    if (!(await store.isOff())) await service.begin();
    return service;
  }

  readonly topic: TopicSource<'searchIndex'> = (_params, emit) => {
    emit(this.status());
    return this.changed.on('status', emit);
  };

  readonly calls: SearchCalls = {
    'search.messages': (search) => this.find(search),
    'search.setIndexing': async ({ on }) => {
      this.end();
      await this.index.clear(!on);
      if (on) await this.begin();
      this.tell();
      return null;
    },
    'search.setLowPower': async ({ low }) => {
      this.lowPower = low;
      this.crawl?.setLowPower(low);
      return null;
    },
  };

  async stop(): Promise<void> {
    this.end();
    this.tell.cancel();
    await this.index.close();
  }

  private async begin(): Promise<void> {
    this.feed = new Feed(this.session, this.index, this.tell);
    this.crawl = new Crawl(this.session, this.store, this.feed, this.tell);
    this.crawl.lowPower = this.lowPower;
    await this.crawl.start();
  }

  private end(): void {
    this.feed?.stop();
    this.crawl?.stop();
    this.feed = null;
    this.crawl = null;
  }

  private status(): SearchIndexStatus {
    const { messages, bytes } = this.index.size;
    const { revision } = this.index;
    if (!this.crawl) return { state: 'off', roomsDone: 0, roomsTotal: 0, messages, bytes, revision };
    const { done, total, paused } = this.crawl.progress;
    const state = done >= total ? 'ready' : paused ? 'paused' : 'indexing';
    return { state, roomsDone: done, roomsTotal: total, messages, bytes, revision };
  }

  private async find(search: MessageSearch): Promise<MessageHits> {
    const terms = termsOf(search.query);
    if (terms.length === 0) return { hits: [], after: null, total: 0, serverMissing: false };
    await roomsKnown(this.session);
    const from = decodeCursor(search.after);
    const { client } = this.session;
    const local = await this.index.find({
      terms,
      order: search.order,
      offset: from.local,
      limit: PAGE,
      accepts: (facts) => client.getRoom(facts.roomId) !== null && accepts(search, facts),
    });
    const { page: server, missing } = await this.askServer(search, from.serverDone, from.token);
    const localMore = from.local + local.messages.length < local.total;
    const halves = { local: local.messages, localMore, server };
    const page = merge(from, halves, search.order === 'newest', PAGE);
    return {
      hits: page.messages.map((message) => this.hit(message, terms)),
      after: encodeCursor(page.next),
      total: local.total + server.total,
      serverMissing: missing,
    };
  }

  /** An encrypted room has nothing on the server that could be searched there. */
  private async askServer(
    search: MessageSearch,
    done: boolean,
    token: string | null,
  ): Promise<{ page: ServerPage; missing: boolean }> {
    const room = search.roomId ? this.session.client.getRoom(search.roomId) : null;
    if (done || room?.hasEncryptionStateEvent()) return { page: NOTHING, missing: false };
    if (this.session.connection === 'offline') return { page: NOTHING, missing: true };
    try {
      return { page: await searchServer(this.session, search, token), missing: false };
    } catch {
      return { page: NOTHING, missing: true };
    }
  }

  private hit(message: IndexedMessage, terms: Term[]): MessageHit {
    const { eventId, roomId, threadId, sender, at, kind, text, fileName, size } = message;
    const room = this.session.client.getRoom(roomId);
    return {
      eventId,
      roomId,
      roomName: room?.name ?? '',
      threadId,
      sender: room ? memberProfile(room, sender) : { userId: sender, name: sender, avatar: null },
      at,
      kind,
      snippet: snippetOf(text, terms),
      fileName: fileName ? snippetOf(fileName, terms) : null,
      size,
      links: linksOf(text),
    };
  }
}

const LONGEST_WAIT_MS = 10_000;

/** Right after the start the cached rooms are still being read, and what was found in them would be dropped. */
function roomsKnown(session: Session): Promise<void> {
  if (session.loaded) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(finish, LONGEST_WAIT_MS);
    const stop = session.changes.on('connection', () => session.loaded && finish());
  });
}
