// An executor whose phases do nothing but take some time and write lines. What was started stands in a folder that all processes
// share and that the engine knows nothing of: one file for a phase, with one line for each time that it was started.
import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from '../../scripts/lib/typescript.mjs';
import {
  ARCHIVE,
  CHANGES,
  PLAN,
  PLAN_RESULT,
  TERRAFORM_VERSION,
} from './emptyPlan.mjs';

const { NotFoundError } = load('@backstage/errors');

export class NoopExecutor {
  #folder;
  #durationMs;
  #linesPerSecond;

  constructor({ folder, capacity, durationMs = 0, linesPerSecond = 0 }) {
    this.capacity = capacity;
    this.#folder = folder;
    this.#durationMs = durationMs;
    this.#linesPerSecond = linesPerSecond;
  }

  async start({ spec, secrets }) {
    // Every executor asks for them, so that they count among what a phase costs.
    await secrets();
    await appendFile(
      join(this.#folder, spec.phaseId),
      `${process.pid} ${new Date().toISOString()}\n`,
    );
    return { id: spec.phaseId };
  }

  async find({ phaseId }) {
    return (await this.#startedAt(phaseId)) === undefined
      ? undefined
      : { id: phaseId };
  }

  async observe({ id }, cursor) {
    const startedAt = await this.#startedAt(id);
    if (startedAt === undefined) {
      throw new NotFoundError(`There is no phase ${id}`);
    }
    const passedMs = Math.min(Date.now() - startedAt, this.#durationMs);
    const lines = Math.floor((passedMs * this.#linesPerSecond) / 1_000);
    const from = Number(cursor ?? 0);
    const records = Array.from({ length: lines - from }, (_, place) =>
      this.#line(startedAt, from + place),
    );
    return {
      records,
      cursor: String(lines),
      ...(passedMs === this.#durationMs && {
        outcome: { kind: 'ended', result: resultOf(id, startedAt) },
      }),
    };
  }

  async cancel() {
    // It ends by itself.
  }

  async readArtifact(_handle, artifact) {
    const bytes = { plan: PLAN, archive: ARCHIVE, changes: CHANGES }[artifact];
    if (!bytes) throw new NotFoundError(`The phase left no ${artifact}`);
    return bytes;
  }

  async release() {
    // The files are what is counted in the end.
  }

  async health() {
    return { status: 'ok' };
  }

  /** A line that says when it was due, which is when a real program would have written it. */
  #line(startedAt, number) {
    const at = startedAt + (number * 1_000) / this.#linesPerSecond;
    return {
      kind: 'log',
      at: new Date(at).toISOString(),
      level: 'info',
      text: `line ${number} of what a provider has to say about the resource that it makes`,
    };
  }

  async #startedAt(phaseId) {
    const file = await stat(join(this.#folder, phaseId)).catch(error => {
      if (error.code !== 'ENOENT') throw error;
    });
    return file?.mtimeMs;
  }
}

/** How often each phase was started, by its id. */
export async function readStarts(folder) {
  const starts = new Map();
  for (const phaseId of await readdir(folder)) {
    const text = await readFile(join(folder, phaseId), 'utf8');
    starts.set(phaseId, text.split('\n').length - 1);
  }
  return starts;
}
function resultOf(phaseId, startedAt) {
  return {
    v: 1,
    phaseId,
    outcome: 'succeeded',
    step: 'hand-over',
    diagnostics: [],
    terraformVersion: TERRAFORM_VERSION,
    ...(phaseId.endsWith('-plan') && { plan: PLAN_RESULT }),
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date().toISOString(),
  };
}
