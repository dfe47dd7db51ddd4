import { DateTime } from 'luxon';
import { useNow } from '../../hooks/useNow';
import { formatDuration } from '../../words';

/** Properties of {@link Duration}. @public */
export interface DurationProps {
  /** ISO 8601. */
  from: string;
  /** ISO 8601; without it the time runs. */
  to?: string;
}

/** How long something took or has been going on. @public */
export function Duration({ from, to }: DurationProps) {
  const now = useNow(1_000, !to);
  const end = to ? DateTime.fromISO(to).toMillis() : now;
  const seconds = (end - DateTime.fromISO(from).toMillis()) / 1000;
  return (
    <span>
      {formatDuration(to ? seconds : Math.floor(Math.max(seconds, 0)))}
    </span>
  );
}
