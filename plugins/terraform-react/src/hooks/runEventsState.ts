import type {
  LogLine,
  PhaseName,
  RunEvent,
} from '@planroom/backstage-plugin-terraform-common';

/** What is happening to one resource right now. @public */
export interface ChangeProgress {
  /** What Terraform does to it, such as `create`. */
  action: string;
  /** How far it is; once the run has ended, what was under way is `interrupted` and what was to come is `not started`. */
  state:
    | 'waiting'
    | 'running'
    | 'done'
    | 'failed'
    | 'interrupted'
    | 'not started';
  /** Seconds. */
  elapsed?: number;
}

/** Everything that a run's stream has told so far. @public */
export interface RunEventsState {
  /** The lines of each phase. */
  logs: Record<PhaseName, LogLine[]>;
  /** How many lines of each phase that is, with those that are kept no more; what follows them has to be read where logs are kept. */
  linesTold: Record<PhaseName, number>;
  /** Of the apply, by address. */
  progress: Record<string, ChangeProgress>;
  /** Whether the stream stands right now. */
  connected: boolean;
}

/** More than this is not kept in a browser's memory; the oldest lines go first. */
export const LOG_LINES_MAX = 200_000;
const LOG_LINES_AFTER_TRIM = 180_000;

/** The public state with what is needed to continue it. */
export interface RunEventsMemory extends RunEventsState {
  lastEventId: number;
  dropped: Record<PhaseName, number>;
}

export const noEvents: RunEventsMemory = {
  logs: { plan: [], apply: [] },
  linesTold: { plan: 0, apply: 0 },
  progress: {},
  connected: false,
  lastEventId: 0,
  dropped: { plan: 0, apply: 0 },
};

/** Adds a batch of events: one copy per batch, however many lines it brings. */
export function addEvents(
  memory: RunEventsMemory,
  events: RunEvent[],
): RunEventsMemory {
  const lines: Record<PhaseName, LogLine[]> = { plan: [], apply: [] };
  const progress: Record<string, ChangeProgress> = {};
  const linesTold = { ...memory.linesTold };
  let { lastEventId } = memory;
  for (const event of events) {
    if (event.id <= lastEventId) continue;
    lastEventId = event.id;
    if (event.event === 'log') {
      for (const line of event.data.lines) lines[event.data.phase].push(line);
      linesTold[event.data.phase] = event.data.offset + event.data.lines.length;
    } else if (event.event === 'progress' && event.data.phase === 'apply') {
      const { address, action, state, elapsed } = event.data;
      progress[address] = { action, state, elapsed };
    }
  }
  return (['plan', 'apply'] as const).reduce(
    (next, phase) => append(next, phase, lines[phase]),
    {
      ...memory,
      lastEventId,
      linesTold,
      progress:
        Object.keys(progress).length > 0
          ? { ...memory.progress, ...progress }
          : memory.progress,
    },
  );
}

const SETTLED: Partial<
  Record<ChangeProgress['state'], ChangeProgress['state']>
> = { running: 'interrupted', waiting: 'not started' };

/** The progress of a run that has ended: nothing runs or waits any more, whatever was heard last. */
export function settleProgress(
  progress: RunEventsState['progress'],
): RunEventsState['progress'] {
  return Object.fromEntries(
    Object.entries(progress).map(([address, change]) => [
      address,
      { ...change, state: SETTLED[change.state] ?? change.state },
    ]),
  );
}

function append(
  memory: RunEventsMemory,
  phase: PhaseName,
  lines: LogLine[],
): RunEventsMemory {
  if (lines.length === 0) return memory;
  const all = memory.logs[phase].concat(lines);
  if (all.length <= LOG_LINES_MAX) {
    return { ...memory, logs: { ...memory.logs, [phase]: all } };
  }
  const kept = all.slice(-LOG_LINES_AFTER_TRIM);
  // An earlier note is among the lines that go, and is none of the log's own.
  const noted = memory.dropped[phase] > 0 ? 1 : 0;
  const dropped = memory.dropped[phase] + all.length - kept.length - noted;
  const note: LogLine = {
    at: kept[0].at,
    level: 'warn',
    text: `${dropped} earlier lines are not shown here: this page keeps the last ${LOG_LINES_MAX}.`,
  };
  return {
    ...memory,
    logs: { ...memory.logs, [phase]: [note, ...kept] },
    dropped: { ...memory.dropped, [phase]: dropped },
  };
}
