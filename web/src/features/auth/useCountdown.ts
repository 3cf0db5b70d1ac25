// SPDX-License-Identifier: EUPL-1.2
// Seconds until a moment, for the growing delay after wrong passwords.
import { useEffect, useState } from 'react';

const SECOND = 1000;

function secondsTo(moment: number | null): number {
  return moment === null ? 0 : Math.max(0, Math.ceil((moment - Date.now()) / SECOND));
}

export function useCountdown(until: number | null): number {
  const [left, setLeft] = useState(() => secondsTo(until));
  useEffect(() => {
    setLeft(secondsTo(until));
    if (until === null) return;
    const timer = setInterval(() => {
      const now = secondsTo(until);
      setLeft(now);
      if (now === 0) clearInterval(timer);
    }, SECOND);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
