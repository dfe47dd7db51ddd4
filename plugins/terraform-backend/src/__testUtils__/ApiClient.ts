import { setTimeout as sleep } from 'node:timers/promises';
import {
  isFinalStatus,
  Page,
  Run,
  RunStatus,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';

/** An answer of the API; the body is JSON unless the answer has another type. */
export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

export interface ErrorBody {
  error: { name: string; message: string };
}

/** How long a test waits for what Terraform does, on a machine that is busy. */
export const PATIENCE_MS = 120_000;

/** Speaks with the API of a portal over real HTTP as one caller. */
export class ApiClient {
  readonly #baseUrl: string;
  readonly #headers: Record<string, string>;
  readonly #seen: (text: string) => void;

  constructor(options: {
    /** with `/api/terraform` */
    baseUrl: string;
    headers: Record<string, string>;
    /** is told every answer, for what must not be in any of them */
    seen: (text: string) => void;
  }) {
    this.#baseUrl = options.baseUrl;
    this.#headers = options.headers;
    this.#seen = options.seen;
  }

  async send<T = unknown>(
    method: string,
    path: string,
    options: {
      json?: unknown;
      body?: string | Uint8Array;
      headers?: Record<string, string>;
    } = {},
  ): Promise<Answer<T>> {
    const { json, body, headers } = options;
    const response = await fetch(`${this.#baseUrl}${path}`, {
      method,
      headers: {
        ...this.#headers,
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? body : JSON.stringify(json),
    });
    const text = await response.text();
    this.#seen(text);
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: parse(text) as T,
    };
  }

  get<T = unknown>(path: string): Promise<Answer<T>> {
    return this.send('GET', path);
  }

  post<T = unknown>(
    path: string,
    json: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return this.send('POST', path, { json, headers });
  }

  put<T = unknown>(path: string, json: unknown = {}): Promise<Answer<T>> {
    return this.send('PUT', path, { json });
  }

  delete<T = unknown>(path: string, json: unknown = {}): Promise<Answer<T>> {
    return this.send('DELETE', path, { json });
  }

  /** The body of a request that must succeed. */
  async read<T>(path: string): Promise<T> {
    return expectStatus(200, await this.get<T>(path)).body;
  }

  /** All items of a list, page after page. */
  async readAll<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor = '';
    for (;;) {
      const page = await this.read<Page<T>>(`${path}${cursor}`);
      items.push(...page.items);
      if (!page.nextCursor) return items;
      cursor = `${path.includes('?') ? '&' : '?'}cursor=${page.nextCursor}`;
    }
  }

  async createWorkspace(request: Record<string, unknown>): Promise<Workspace> {
    const answer = await this.post<Workspace>('/workspaces', {
      module: 'sandbox',
      environment: 'staging',
      owner: 'group:default/developers',
      variables: {},
      ...request,
    });
    return expectStatus(201, answer).body;
  }

  async createRun(
    workspaceId: string,
    request: Record<string, unknown> = {},
  ): Promise<Run> {
    const answer = await this.post<Run>(`/workspaces/${workspaceId}/runs`, {
      kind: 'plan_and_apply',
      ...request,
    });
    return expectStatus(201, answer).body;
  }

  run(id: string): Promise<Run> {
    return this.read<Run>(`/runs/${id}`);
  }

  /** Decides on the plan as it stands. */
  async decide(
    id: string,
    decision: 'approve' | 'reject',
    comment?: string,
  ): Promise<Answer<unknown>> {
    const run = await this.run(id);
    return this.post(`/runs/${id}/approvals`, {
      decision,
      comment,
      digest: run.plan?.digest ?? 'none',
    });
  }

  /** Waits until the run has one of the statuses; ends early when it has ended in another. */
  async untilStatus(id: string, ...statuses: RunStatus[]): Promise<Run> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const run = await this.run(id);
      if (statuses.includes(run.status)) return run;
      if (isFinalStatus(run.status) || Date.now() > deadline) {
        throw new Error(
          `Run ${id} is ${run.status} and not ${statuses.join(' or ')}: ${
            JSON.stringify(run.error) ?? 'no error'
          }`,
        );
      }
      await sleep(40);
    }
  }

  /** Asks for a change, has it approved and waits for the end. */
  async apply(
    workspaceId: string,
    approver: ApiClient,
    request: Record<string, unknown> = {},
  ): Promise<Run> {
    const { id } = await this.createRun(workspaceId, request);
    await this.untilStatus(id, 'planned');
    expectStatus(201, await approver.decide(id, 'approve', 'as discussed'));
    return this.untilStatus(id, 'applied');
  }
}

/** The answer, if it has the status; else what was said instead. */
export function expectStatus<T extends Answer<unknown>>(
  status: number,
  answer: T,
): T {
  if (answer.status !== status) {
    throw new Error(
      `Expected ${status}, got ${answer.status}: ${answer.text.slice(0, 600)}`,
    );
  }
  return answer;
}

/** Status and message of a refusal, for tables. */
export function refusal(answer: Answer<unknown>): {
  status: number;
  message: string;
} {
  const { error } = (answer.body ?? {}) as Partial<ErrorBody>;
  return { status: answer.status, message: error?.message ?? '' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Looks again and again until there is an answer. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not happen`);
    await sleep(40);
  }
}
