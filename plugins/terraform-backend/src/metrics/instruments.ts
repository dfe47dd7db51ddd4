/** One number that is measured, under the name that it has everywhere. */
export interface Instrument {
  name: string;
  help: string;
  labels: readonly string[];
}

/** A distribution, counted in steps. */
export interface Distribution extends Instrument {
  buckets: readonly number[];
}

export const COUNTERS = {
  runs: {
    name: 'terraform_runs_total',
    help: 'Runs that reached a status',
    labels: ['status', 'environment'],
  },
  leaseTakeovers: {
    name: 'terraform_lease_takeovers_total',
    help: 'Leases taken over from a replica whose process is gone, or that fell silent',
    labels: ['why'],
  },
  logLines: {
    name: 'terraform_log_lines_total',
    help: 'Log lines of phases that were stored',
    labels: [],
  },
  retentionRemoved: {
    name: 'terraform_retention_removed_total',
    help: 'Rows that retention removed',
    labels: ['kind'],
  },
} satisfies Record<string, Instrument>;

export const DISTRIBUTIONS = {
  phaseDuration: {
    name: 'terraform_phase_duration_seconds',
    help: 'How long phases took',
    labels: ['phase', 'executor', 'outcome'],
    buckets: [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400],
  },
  queueWait: {
    name: 'terraform_queue_wait_seconds',
    help: 'How long runs waited for a place',
    labels: ['priority'],
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1_800, 3_600, 14_400],
  },
  logLag: {
    name: 'terraform_log_lag_seconds',
    help: 'How old the oldest log line was when it was stored',
    labels: [],
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300],
  },
} satisfies Record<string, Distribution>;

export const GAUGES = {
  openRuns: {
    name: 'terraform_open_runs',
    help: 'Runs of the whole installation that have not ended',
    labels: ['status'],
  },
  runningPhases: {
    name: 'terraform_running_phases',
    help: 'Phases of the whole installation that are carried out',
    labels: ['executor'],
  },
  activeStreams: {
    name: 'terraform_active_streams',
    help: 'Streams of run events that are open on this replica',
    labels: [],
  },
} satisfies Record<string, Instrument>;
