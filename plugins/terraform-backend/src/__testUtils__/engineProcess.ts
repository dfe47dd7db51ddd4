import { mockServices } from '@backstage/backend-test-utils';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  TerraformCloud,
  TerraformCloudName,
  TerraformExecutor,
} from '@planroom/backstage-plugin-terraform-node';
import { Knex } from 'knex';
import { AccountAccess } from '../accounts/AccountAccess';
import { Accounts } from '../accounts/Accounts';
import { AccountStore } from '../accounts/AccountStore';
import { CredentialStore } from '../accounts/CredentialStore';
import { PhaseTokens } from '../accounts/PhaseTokens';
import { SigningKeyStore } from '../accounts/SigningKeyStore';
import { AccountRecord } from '../accounts/types';
import { ApprovalStore } from '../approvals/ApprovalStore';
import { Deadlines, EnvironmentConfig } from '../config';
import { CloudAccess } from '../execution/CloudAccess';
import { createEngine } from '../execution/createEngine';
import { Executors } from '../execution/Executors';
import { EngineMetrics, NO_METRICS } from '../metrics/EngineMetrics';
import { ModuleCatalogue } from '../modules';
import { PeopleNotifier } from '../notifications/PeopleNotifier';
import { PlanDigests } from '../plans/PlanDigests';
import { PlanStore } from '../plans/PlanStore';
import { PhaseStore } from '../runs/PhaseStore';
import { RunEventStore } from '../runs/RunEventStore';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunNotifier } from '../runs/RunNotifier';
import { RunStore } from '../runs/RunStore';
import { Sealer } from '../sealing/Sealer';
import { StateStore } from '../state/StateStore';
import { Environments } from '../workspaces/Environments';
import { WorkspaceStore } from '../workspaces/WorkspaceStore';

export const NO_DEADLINES: Deadlines = {
  queuedMs: 3_600_000,
  planMs: 3_600_000,
  applyMs: 3_600_000,
  cancelGraceMs: 60_000,
};

/** An environment of the executor `noop`. */
export function noopEnvironment(
  given: Partial<EnvironmentConfig> = {},
): EnvironmentConfig {
  return {
    name: 'dev',
    approvals: {
      required: 1,
      groups: ['group:default/b'],
      excludeRequester: true,
    },
    autoApply: 'non-destructive',
    executor: 'noop',
    providers: {},
    env: {},
    expiry: {
      plannedMs: 3_600_000,
      pendingMs: 3_600_000,
      policySoftFailedMs: 3_600_000,
    },
    retention: {},
    ...given,
  };
}

/** The engine of one process of the portal, on a database that it shares with others: everything but HTTP and permissions. */
export function createEngineProcess(options: {
  knex: Knex;
  sealer: Sealer;
  modules: ModuleCatalogue;
  executors: Record<string, TerraformExecutor>;
  environments?: EnvironmentConfig[];
  accounts?: AccountRecord[];
  clouds?: Map<TerraformCloudName, TerraformCloud>;
  deadlines?: Partial<Deadlines>;
  metrics?: EngineMetrics;
  logger?: LoggerService;
  now?: () => number;
}) {
  const { knex, sealer, modules, metrics = NO_METRICS } = options;
  const logger = options.logger ?? mockServices.logger.mock();
  const deadlines = { ...NO_DEADLINES, ...options.deadlines };
  const environments = new Environments(
    options.environments ?? [noopEnvironment()],
  );
  const executors = new Executors(
    new Map(Object.entries(options.executors)),
    environments,
  );
  const approvedBy = (groups: string[]) => environments.approvedBy(groups);
  const runs = new RunStore(knex, approvedBy);
  const workspaces = new WorkspaceStore(knex, approvedBy);
  const states = new StateStore(knex, sealer);
  const plans = new PlanStore(knex, sealer);
  const phases = new PhaseStore(knex);
  const events = new RunEventStore(knex);
  const notifier = new RunNotifier({ logger });
  const lifecycle = new RunLifecycle({
    runs,
    notifier,
    people: new PeopleNotifier({ logger }),
    metrics,
    logger,
  });
  const accounts = new Accounts({
    configured: options.accounts ?? [],
    store: new AccountStore(knex),
    environments,
  });
  const cloudAccess = new CloudAccess({
    accounts,
    accountAccess: new AccountAccess({
      accounts,
      credentials: new CredentialStore(knex, sealer),
      tokens: new PhaseTokens({
        keys: new SigningKeyStore(knex, sealer),
        issuer: 'https://portal.example/api/terraform/oidc',
      }),
      auditor: mockServices.auditor.mock(),
    }),
    clouds: options.clouds ?? new Map(),
    workspaces,
    modules,
    approvals: new ApprovalStore(knex),
  });
  const digests = new PlanDigests({
    sealer,
    states,
    environments,
    plans,
    cloudAccess,
  });
  const { engine, replicas, view } = createEngine({
    knex,
    sealer,
    modules,
    environments,
    executors,
    deadlines,
    runs,
    workspaces,
    phases,
    events,
    plans,
    states,
    digests,
    cloudAccess,
    lifecycle,
    notifier,
    stateBaseUrl: async () => 'http://127.0.0.1:9/api/terraform',
    metrics,
    logger,
    now: options.now,
  });
  return { engine, replicas, lifecycle, view, logger, runs, plans, phases };
}

export type EngineProcess = ReturnType<typeof createEngineProcess>;
