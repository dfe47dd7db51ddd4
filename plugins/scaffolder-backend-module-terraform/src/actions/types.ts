import type {
  AuthService,
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { JsonValue } from '@backstage/types';
import type { TerraformApi } from '@planroom/backstage-plugin-terraform-common';

/** What the actions work with. @public */
export interface TerraformActionOptions {
  /** Makes the token of who started the task. */
  auth: AuthService;
  /** The terraform backend. */
  terraform: TerraformApi;
}

/** What the parts of an action need of its context. */
export interface TaskContext {
  task: { id: string };
  step?: { id?: string };
  signal?: AbortSignal;
  logger: Pick<LoggerService, 'info'>;
  getInitiatorCredentials(): Promise<BackstageCredentials>;
  checkpoint<T extends JsonValue>(options: {
    key: string;
    fn: () => Promise<T>;
  }): Promise<T>;
}

/** A workspace, as far as a run of it needs it; plain JSON for checkpoints. */
export type WorkspaceIds = { id: string; entityRef: string };
