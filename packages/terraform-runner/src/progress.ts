import type { OutputRecord } from './index';
import { asObject, asString } from './json';
import type { TerraformMessage } from './terraformMessages';

type ProgressRecord = Extract<OutputRecord, { kind: 'progress' }>;
export type Progress = Omit<ProgressRecord, 'kind' | 'at'>;

/** Terraform's words in planned_change that differ from ours. */
const ACTIONS: Record<string, string> = { noop: 'no-op', remove: 'forget' };

interface Work {
  action: string;
  /** Pairs of start and complete that are still to come; a replace has two. */
  remaining: number;
  state: Progress['state'];
}

/** Turns the messages of one Terraform command into the progress of addresses. */
export class ProgressTracker {
  readonly #work = new Map<string, Work>();
  readonly #applies: boolean;

  constructor(command: 'plan' | 'apply') {
    this.#applies = command === 'apply';
  }

  take(message: TerraformMessage): Progress | undefined {
    switch (message.type) {
      case 'planned_change':
        return this.#applies ? this.#planned(message) : undefined;
      case 'refresh_start':
      case 'apply_start':
        return this.#move(message, 'running');
      case 'apply_progress':
        return this.#move(message, 'running');
      case 'refresh_complete':
      case 'apply_complete':
        return this.#move(message, 'done');
      case 'apply_errored':
        return this.#move(message, 'failed');
      default:
        return undefined;
    }
  }

  /** After a successful end: what only had to be written down (forget, move) tells of no start and no end. */
  finish(): Progress[] {
    return [...this.#work]
      .filter(([, work]) => work.state === 'waiting')
      .map(([address, work]) => ({
        address,
        action: work.action,
        state: 'done' as const,
      }));
  }

  #planned(message: TerraformMessage): Progress | undefined {
    const change = asObject(message.change);
    const address = asString(asObject(change.resource).addr);
    if (!address) {
      return undefined;
    }
    const action = asString(change.action) ?? 'update';
    const known = this.#work.get(address);
    const work: Work = {
      action: known?.action ?? ACTIONS[action] ?? action,
      remaining: (known?.remaining ?? 0) + (action === 'replace' ? 2 : 1),
      state: 'waiting',
    };
    this.#work.set(address, work);
    return known
      ? undefined
      : { address, action: work.action, state: work.state };
  }

  #move(
    message: TerraformMessage,
    to: Progress['state'],
  ): Progress | undefined {
    const hook = asObject(message.hook);
    const address = asString(asObject(hook.resource).addr);
    if (!address) {
      return undefined;
    }
    const isRefresh = message.type.startsWith('refresh');
    const work = this.#work.get(address) ?? {
      action: isRefresh ? 'read' : asString(hook.action) ?? 'update',
      remaining: 1,
      state: 'waiting',
    };
    this.#work.set(address, work);
    let state = to;
    if (to === 'done') {
      work.remaining -= 1;
      state = work.remaining > 0 ? 'running' : 'done';
    }
    if (work.state === 'failed' || (state === work.state && state === 'done')) {
      return undefined;
    }
    work.state = state;
    const elapsed = hook.elapsed_seconds;
    return {
      address,
      action: work.action,
      state,
      ...(typeof elapsed === 'number' ? { elapsed } : {}),
    };
  }
}
