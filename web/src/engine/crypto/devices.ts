// SPDX-License-Identifier: EUPL-1.2
// Devices of the person and of others, with their verification.
import type { IMyDevice } from 'matrix-js-sdk';
import { coalesce } from '../lib/emitter';
import { toEngineError } from '../lib/failures';
import { withProof } from '../lib/uia';
import type { Device, DeviceList } from '../rpc/models';
import type { Handlers, TopicSource } from '../rpc/server';
import type { Session } from '../session';
import { cryptoOf } from './recovery';

const REFRESH_MS = 200;

export class Devices {
  constructor(private readonly session: Session) {}

  readonly topic: TopicSource<'devices'> = ({ userId = this.session.userId }, emit) => {
    let last: DeviceList = { devices: [], loading: true, error: null };
    const set = (list: DeviceList) => {
      last = list;
      emit(list);
    };
    const refresh = coalesce(() => {
      this.load(userId).then(
        (devices) => set({ devices, loading: false, error: null }),
        (reason: unknown) => set({ ...last, loading: false, error: toEngineError(reason).toData() }),
      );
    }, REFRESH_MS);
    set(last);
    refresh();
    const stop = this.session.changes.on('crypto', refresh);
    return () => {
      refresh.cancel();
      stop();
    };
  };

  readonly calls: Pick<Handlers, 'devices.refresh' | 'devices.rename' | 'devices.remove'> = {
    'devices.refresh': async () => this.changed(),
    'devices.rename': async ({ deviceId, name }) => {
      await this.session.client.setDeviceDetails(deviceId, { display_name: name });
      return this.changed();
    },
    'devices.remove': async ({ deviceIds, proof }) => {
      await withProof(this.session, proof, (auth) =>
        this.session.client.deleteMultipleDevices(deviceIds, auth ?? undefined),
      );
      return this.changed();
    },
  };

  private changed(): null {
    this.session.changes.emit('crypto', undefined);
    return null;
  }

  private async load(userId: string): Promise<Device[]> {
    const crypto = cryptoOf(this.session);
    const keys = (await crypto.getUserDeviceInfo([userId], true)).get(userId) ?? new Map();
    const own = userId === this.session.userId ? (await this.session.client.getDevices()).devices : [];
    const ids = userId === this.session.userId ? own.map((device) => device.device_id) : [...keys.keys()];
    const facts = new Map(own.map((device) => [device.device_id, device]));
    const devices = await Promise.all(
      ids.map((deviceId) =>
        this.model(userId, deviceId, facts.get(deviceId), keys.get(deviceId)?.displayName, keys.has(deviceId)),
      ),
    );
    return devices.sort((a, b) => Number(b.current) - Number(a.current) || (b.lastSeen ?? 0) - (a.lastSeen ?? 0));
  }

  private async model(
    userId: string,
    deviceId: string,
    own: IMyDevice | undefined,
    keyName: string | undefined,
    encryption: boolean,
  ): Promise<Device> {
    const status = encryption ? await cryptoOf(this.session).getDeviceVerificationStatus(userId, deviceId) : null;
    return {
      deviceId,
      name: own?.display_name || keyName || deviceId,
      current: userId === this.session.userId && deviceId === this.session.deviceId,
      verified: status?.crossSigningVerified ?? false,
      encryption,
      lastSeen: own?.last_seen_ts ?? null,
      lastSeenIp: own?.last_seen_ip ?? null,
    };
  }
}
