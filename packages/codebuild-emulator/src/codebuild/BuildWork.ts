import type { BuildLog } from './BuildLog';
import type { BuildPlace } from './BuildPlace';
import type { EmulatedBuild, PhaseType } from './types';

/** What a build does once it has a machine, up to FINALIZING. */
export interface BuildWork {
  /** Goes through its phases; gives up when one throws that the build has ended. */
  run(stage: BuildStage): Promise<void>;
  /** Asks what runs to end, and waits for that. */
  terminate(): Promise<void>;
  /** Ends what runs at once; nothing is started any more. */
  kill(): void;
  /** Leaves nothing behind. */
  remove(): Promise<void>;
}

/** What a build lends to its work. */
export interface BuildStage {
  build: EmulatedBuild;
  place: BuildPlace;
  log: BuildLog;
  /** Aborted when the build has ended. */
  signal: AbortSignal;
  /** Goes through one phase, and tells whether it succeeded. Throws when the build has ended meanwhile. */
  phase(type: PhaseType, work: () => Promise<void>): Promise<boolean>;
  /** Whether no phase has failed so far. */
  isSucceeding(): boolean;
  /** Throws when the build has ended. */
  checkEnded(): Promise<void>;
}
