import {
  BatchGetBuildsCommand,
  Build,
  CodeBuildClient,
} from '@aws-sdk/client-codebuild';
import { LoggerService } from '@backstage/backend-plugin-api';
import { explainError, isThrottled } from './errors';

/** BatchGetBuilds takes no more. */
const MOST_IDS = 100;
/** Wishes to look at once are gathered for this long, */
const GATHER_MS = 50;
/** and for longer where many come one after the other: so far apart are looks at least. */
const APART_MS = 500;
/** A build that is about to end is looked at again after this long, for a while. */
const ENDING_MS = 1_000;
const ENDING_LOOKS = 30;
const BACK_OFF_MS = 5_000;
const BACK_OFF_MAX_MS = 60_000;
/** Whoever follows a build asks many times a minute: after this long another replica does, or nobody. */
const UNWANTED_MS = 60_000;

/** What is known of a build: as CodeBuild told it last, or that CodeBuild does not know it. */
export type SeenBuild = Build | 'unknown';

interface Watched {
  seen?: SeenBuild;
  /** when somebody wanted to know of it last */
  askedAt: number;
  endingLooks: number;
  listeners: Set<() => void>;
}

/**
 * Asks CodeBuild for the state of all builds that somebody follows: one request for a hundred of them, at an interval, and soon for those
 * of which something was heard. What CodeBuild answers is what counts, whoever told of a change.
 */
export class BuildWatch {
  readonly #codebuild: CodeBuildClient;
  readonly #pollMs: number;
  readonly #logger: LoggerService;
  readonly #watched = new Map<string, Watched>();
  /** builds to look at soon */
  readonly #due = new Set<string>();
  #timer?: NodeJS.Timeout;
  #timerAt = Infinity;
  #polledAllAt = -Infinity;
  #lookedAt = -Infinity;
  #looking?: Promise<void>;
  #backOffMs = 0;
  #closed = false;

  constructor(options: {
    codebuild: CodeBuildClient;
    pollMs: number;
    logger: LoggerService;
  }) {
    this.#codebuild = options.codebuild;
    this.#pollMs = options.pollMs;
    this.#logger = options.logger;
  }

  /** What CodeBuild said of the build last; undefined before it was asked. From now on it is watched. */
  get(id: string): SeenBuild | undefined {
    return this.#watch(id).seen;
  }

  /** Takes what StartBuild or StopBuild answered. */
  note(id: string, build: Build): void {
    this.#take(id, build);
  }

  isWatched(id: string): boolean {
    return this.#watched.has(id);
  }

  /** Looks at the build soon. */
  wake(id: string): void {
    if (!this.#watched.has(id)) return;
    this.#due.add(id);
    this.#schedule(this.#soonMs());
  }

  /** The build is expected to end: it is looked at often for a while. */
  expectEnd(id: string): void {
    const watched = this.#watched.get(id);
    if (!watched || watched.endingLooks > 0) return;
    watched.endingLooks = ENDING_LOOKS;
    this.wake(id);
  }

  /** Answers when something new is known of the build, or after a time. */
  async changed(id: string, timeoutMs: number): Promise<void> {
    const { listeners } = this.#watch(id);
    let timer: NodeJS.Timeout | undefined;
    let listener = () => {};
    await new Promise<void>(resolve => {
      listener = resolve;
      timer = setTimeout(resolve, timeoutMs);
      listeners.add(listener);
    });
    clearTimeout(timer);
    listeners.delete(listener);
  }

  /** Forgets a build that nobody follows any more. */
  forget(id: string): void {
    this.#watched.delete(id);
    this.#due.delete(id);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #watch(id: string): Watched {
    let watched = this.#watched.get(id);
    if (!watched) {
      watched = { askedAt: 0, endingLooks: 0, listeners: new Set() };
      this.#watched.set(id, watched);
      this.wake(id);
    }
    watched.askedAt = performance.now();
    return watched;
  }

  #soonMs(): number {
    return Math.max(GATHER_MS, this.#lookedAt + APART_MS - performance.now());
  }

  #schedule(inMs: number): void {
    const at = performance.now() + Math.max(inMs, this.#backOffMs);
    // The look that is under way schedules the next one.
    if (this.#closed || this.#looking || at >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => this.#look(), at - performance.now());
    this.#timer.unref();
  }

  #look(): void {
    this.#timerAt = Infinity;
    this.#looking ??= this.#lookAtDue().finally(() => {
      this.#looking = undefined;
      this.#lookedAt = performance.now();
      if (this.#watched.size === 0) return;
      const allMs = this.#polledAllAt + this.#pollMs - performance.now();
      this.#schedule(Math.max(this.#soonMs(), this.#due.size > 0 ? 0 : allMs));
    });
  }

  async #lookAtDue(): Promise<void> {
    const now = performance.now();
    const all = now - this.#polledAllAt >= this.#pollMs;
    if (all) this.#polledAllAt = now;
    const ids = [...(all ? this.#running(now) : this.#due)];
    this.#due.clear();
    for (let from = 0; from < ids.length; from += MOST_IDS) {
      const some = ids.slice(from, from + MOST_IDS);
      try {
        await this.#ask(some);
        this.#backOffMs = 0;
      } catch (error) {
        ids.slice(from).forEach(id => this.#due.add(id));
        this.#backOff(error);
        return;
      }
    }
  }

  /** The builds that have not ended; those that nobody follows are forgotten. */
  *#running(now: number): Generator<string> {
    for (const [id, { seen, askedAt }] of this.#watched) {
      if (now - askedAt > UNWANTED_MS) this.forget(id);
      else if (!isEnded(seen)) yield id;
    }
  }

  async #ask(ids: string[]): Promise<void> {
    const { builds = [], buildsNotFound = [] } = await this.#codebuild.send(
      new BatchGetBuildsCommand({ ids }),
    );
    for (const build of builds) if (build.id) this.#take(build.id, build);
    for (const id of buildsNotFound) this.#take(id, 'unknown');
  }

  #backOff(error: unknown): void {
    if (!isThrottled(error) && this.#backOffMs === 0) {
      this.#logger.warn(explainError(error, 'ask CodeBuild for builds'));
    }
    this.#backOffMs = Math.min(
      Math.max(BACK_OFF_MS, this.#backOffMs * 2),
      BACK_OFF_MAX_MS,
    );
  }

  #take(id: string, seen: SeenBuild): void {
    const watched = this.#watched.get(id);
    if (!watched) return;
    const before = watched.seen;
    watched.seen = seen;
    if (isEnded(seen)) {
      watched.endingLooks = 0;
    } else if (watched.endingLooks > 0) {
      watched.endingLooks -= 1;
      setTimeout(() => this.wake(id), ENDING_MS - GATHER_MS).unref();
    }
    if (isNews(before, seen)) {
      [...watched.listeners].forEach(listener => listener());
    }
  }
}

function isEnded(seen: SeenBuild | undefined): boolean {
  return seen === 'unknown' || seen?.buildComplete === true;
}

function isNews(before: SeenBuild | undefined, now: SeenBuild): boolean {
  if (before === undefined || before === 'unknown' || now === 'unknown') {
    return before !== now;
  }
  return (
    before.currentPhase !== now.currentPhase ||
    before.buildStatus !== now.buildStatus ||
    before.buildComplete !== now.buildComplete
  );
}
