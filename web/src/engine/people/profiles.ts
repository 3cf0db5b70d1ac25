// SPDX-License-Identifier: EUPL-1.2
// Profiles and presence of people, and changes of the own profile.
import { uploadAvatar } from '../rooms/calls';
import { knownProfile } from '../rooms/profiles';
import type { PersonPresence, Presence, Profile } from '../rpc/models';
import type { Handlers, TopicSource } from '../rpc/server';
import type { Session } from '../session';

const PRESENCES: Record<string, Presence> = { online: 'online', unavailable: 'away', offline: 'offline' };
const TO_MATRIX = { online: 'online', away: 'unavailable', offline: 'offline' } as const;
const OWN_PROFILE = 'own-profile';

export class People {
  private readonly fetched = new Map<string, Profile>();

  constructor(private readonly session: Session) {}

  /** The own profile is kept, so that the shell has a name without a connection. */
  async load(): Promise<void> {
    const own = await this.session.store.get<Profile>(OWN_PROFILE);
    if (own) this.fetched.set(own.userId, own);
  }

  readonly profileTopic: TopicSource<'profile'> = ({ userId = this.session.userId }, emit) => {
    const tell = () => emit(this.profile(userId));
    const refresh = () => void this.fetch(userId).then(tell, () => undefined);
    tell();
    refresh();
    const stops = [
      this.session.changes.on('person', (changed) => {
        if (changed === userId) refresh();
      }),
      this.session.changes.on('connection', (state) => {
        if (state === 'online' && !this.fetched.has(userId)) refresh();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  };

  readonly presenceTopic: TopicSource<'presence'> = ({ userIds }, emit) => {
    const wanted = new Set(userIds);
    const tell = () => emit(userIds.map((userId) => this.presence(userId)));
    tell();
    return this.session.changes.on('person', (changed) => {
      if (wanted.has(changed)) tell();
    });
  };

  readonly calls: Pick<Handlers, 'profile.setName' | 'profile.setAvatar' | 'presence.set'> = {
    'profile.setName': async ({ name }) => {
      await this.session.client.setDisplayName(name);
      return this.changed();
    },
    'profile.setAvatar': async ({ image }) => {
      await this.session.client.setAvatarUrl(image ? await uploadAvatar(this.session, image) : '');
      return this.changed();
    },
    'presence.set': async ({ presence, statusText }) => {
      const status = statusText === undefined ? {} : { status_msg: statusText };
      await this.session.client.setPresence({ presence: TO_MATRIX[presence], ...status });
      return null;
    },
  };

  private changed(): null {
    this.session.changes.emit('person', this.session.userId);
    return null;
  }

  private profile(userId: string): Profile {
    return this.fetched.get(userId) ?? knownProfile(this.session.client, userId);
  }

  private async fetch(userId: string): Promise<void> {
    const { displayname, avatar_url: avatar } = await this.session.client.getProfileInfo(userId);
    const profile: Profile = {
      userId,
      name: displayname || knownProfile(this.session.client, userId).name,
      avatar: avatar || null,
    };
    this.fetched.set(userId, profile);
    if (userId === this.session.userId) await this.session.store.set(OWN_PROFILE, profile);
  }

  private presence(userId: string): PersonPresence {
    const user = this.session.client.getUser(userId);
    const lastActive = user?.lastActiveAgo && user.lastPresenceTs ? user.lastPresenceTs - user.lastActiveAgo : null;
    const told = user?.events.presence ? (PRESENCES[user.presence] ?? 'unknown') : 'unknown';
    return { userId, presence: told, statusText: user?.presenceStatusMsg || null, lastActive };
  }
}
