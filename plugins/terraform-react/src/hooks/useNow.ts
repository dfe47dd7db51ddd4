import { useEffect, useState } from 'react';

/** The time in milliseconds, again and again; stands still while `active` is false. */
export function useNow(everyMs: number, active: boolean = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, active]);
  return now;
}
