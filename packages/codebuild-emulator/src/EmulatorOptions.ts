import type { Delays } from './codebuild/BuildPlace';

/** @public */
export interface EmulatorOptions {
  /** Default: a free one. */
  port?: number;
  /** Default `eu-west-1`. Requests for other regions are answered all the same. */
  region?: string;
  /** Default `111122223333`. */
  accountId?: string;
  /** Where builds have their folders. Default: a temporary folder, removed at `close`. */
  folder?: string;
  /** Milliseconds, by the emulator's clock; default 0 each. */
  delays?: Partial<Delays>;
  /**
   * Stand-ins for folders of the build image: where commands and PATH name one, they get the other. `{build}` in it is the folder of the
   * build, e.g. `{ '/planroom': '{build}/planroom' }`.
   */
  imagePaths?: Record<string, string>;
  /** Variables that the image sets for every build. */
  imageEnv?: Record<string, string>;
  /**
   * What StopBuild does to processes: SIGKILL to all that the build started (default), or SIGTERM to the group of the running shell,
   * and SIGKILL 30 seconds later. AWS does not say what it does.
   */
  stopMode?: 'kill' | 'term';
}
