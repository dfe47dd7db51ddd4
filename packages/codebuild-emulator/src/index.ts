/**
 * A test double that speaks the parts of AWS that Planroom uses, and really runs buildspecs.
 *
 * @packageDocumentation
 */

export { AwsEmulator } from './AwsEmulator';
export { AwsError } from './AwsError';
export type { Clock } from './Clock';
export type { Delays } from './codebuild/BuildPlace';
export type {
  BuildPhase,
  BuildStatus,
  EmulatedBuild,
  EmulatedProject,
  EnvironmentVariable,
  PhaseType,
  RunContext,
} from './codebuild/types';
export type { EmulatorOptions } from './EmulatorOptions';
export type { Faults } from './Faults';
export type { EmulatedRole } from './iam/Roles';
export type { Journal, JournalEntry, ServiceName } from './Journal';
export type { Session } from './sts/Identities';
