import Tooltip from '@material-ui/core/Tooltip';
import { DateTime } from 'luxon';
import { useNow } from '../../hooks/useNow';
import { formatAgo } from '../../words';

/** Properties of {@link TimeAgo}. @public */
export interface TimeAgoProps {
  /** ISO 8601. */
  at: string;
}

/** How long ago (or how soon) something is, with the exact time on hover. @public */
export function TimeAgo({ at }: TimeAgoProps) {
  const time = DateTime.fromISO(at);
  const now = useNow(15_000);
  return (
    <Tooltip
      title={time.toLocaleString(DateTime.DATETIME_FULL_WITH_SECONDS)}
      placement="top"
    >
      <time dateTime={at}>{formatAgo((now - time.toMillis()) / 1000)}</time>
    </Tooltip>
  );
}
