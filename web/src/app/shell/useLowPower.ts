// SPDX-License-Identifier: EUPL-1.2
// Tells the engine, which cannot ask itself, when the battery runs low: reading of old messages then waits.
import { useEffect } from 'react';
import { useEngine } from '@/engine/rpc/react';

interface Battery extends EventTarget {
  charging: boolean;
  level: number;
}

const LOW = 0.2;
const EVENTS = ['chargingchange', 'levelchange'];

export function useLowPower(): void {
  const engine = useEngine();
  useEffect(() => {
    const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
    let battery: Battery | null = null;
    let before = false;
    const tell = () => {
      const low = battery !== null && !battery.charging && battery.level <= LOW;
      if (low === before) return;
      before = low;
      // Without the engine nothing is read anyway.
      engine.call('search.setLowPower', { low }).catch(() => undefined);
    };
    let left = false;
    getBattery?.call(navigator).then(
      (found) => {
        if (left) return;
        battery = found;
        for (const name of EVENTS) found.addEventListener(name, tell);
        tell();
      },
      () => undefined,
    );
    return () => {
      left = true;
      for (const name of EVENTS) battery?.removeEventListener(name, tell);
    };
  }, [engine]);
}
