import type { Account } from '../Account';
import type { Clock } from '../Clock';
import type { Faults } from '../Faults';
import type { LogStore } from '../logs/LogStore';
import type { Buckets } from '../s3/Buckets';
import type { BuildCredentials } from './BuildCredentials';
import type { EmulatedBuild } from './types';

/**
 * Milliseconds that a build spends besides its commands.
 *
 * @public
 */
export interface Delays {
  queued: number;
  provisioning: number;
  finalizing: number;
  /** How long it takes until a log line can be read. */
  logs: number;
}

/** What builds need of the emulator. */
export interface BuildPlace {
  account: Account;
  clock: Clock;
  faults: Faults;
  logs: LogStore;
  buckets: Buckets;
  credentials: BuildCredentials;
  delays: Delays;
  imagePaths: Record<string, string>;
  imageEnv: Record<string, string>;
  stopMode: 'kill' | 'term';
  /** Where builds have their folders. */
  folder: string;
  endpoint(): string;
  /** The status of the build is another now. */
  changed(build: EmulatedBuild): void;
}
