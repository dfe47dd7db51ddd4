import { createHash } from 'node:crypto';
import {
  CHANGE_ACTIONS,
  ChangeAction,
  Plan,
} from '@planroom/backstage-plugin-terraform-common';
import type { RedactedChange } from '@planroom/terraform-runner';
import { summarizeChange } from './summarizeChange';

/** What people see of a plan, but for what the run knows. */
export type PlanSummary = Omit<
  Plan,
  'runId' | 'digest' | 'expiresAt' | 'changesRemovedAt'
>;

export interface PlanChangeRow {
  run_id: string;
  position: number;
  address: string;
  type: string;
  action: string;
  search: string;
  overview: string;
  detail: string;
}

/** What is stored for people to read, as the very texts that are stored: an approval covers them. */
export interface PlanModel {
  summary: string;
  /** most destructive first */
  rows: PlanChangeRow[];
  sha256: string;
}

const RANK = Object.keys(CHANGE_ACTIONS) as ChangeAction[];

/** The hash of a stored plan, taken row by row in their order. */
export class PlanModelHash {
  readonly #hash = createHash('sha256');

  constructor(summary: string) {
    this.#hash.update(summary);
  }

  add(row: Pick<PlanChangeRow, 'action' | 'overview' | 'detail'>): void {
    this.#hash.update(JSON.stringify([row.action, row.overview, row.detail]));
  }

  /** Lower-case hex. */
  end(): string {
    return this.#hash.digest('hex');
  }
}

/** Puts a plan into the shape in which it is stored and read. */
export function buildPlanModel(
  runId: string,
  summary: PlanSummary,
  changes: RedactedChange[],
): PlanModel {
  const rows = changes
    .map((change, order) => ({
      change,
      order,
      rank: RANK.indexOf(change.action),
    }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ change }, position) => toRow(runId, change, position));
  const text = JSON.stringify(summary);
  const hash = new PlanModelHash(text);
  rows.forEach(row => hash.add(row));
  return { summary: text, rows, sha256: hash.end() };
}

function toRow(
  runId: string,
  change: RedactedChange,
  position: number,
): PlanChangeRow {
  const { before, after, replacePaths, ...overview } = change;
  const summary = summarizeChange(change);
  return {
    run_id: runId,
    position,
    address: change.address,
    type: change.type,
    action: change.action,
    search: `${change.address} ${change.provider} ${summary}`.toLowerCase(),
    overview: JSON.stringify({ ...overview, summary }),
    detail: JSON.stringify({ before, after, replacePaths }),
  };
}
