import {
  AuditorService,
  AuthService,
  DatabaseService,
  DiscoveryService,
  HttpAuthService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  TerraformBlobStore,
  TerraformCloud,
  TerraformCloudName,
  TerraformExecutor,
  TerraformKeyManagement,
} from '@planroom/backstage-plugin-terraform-node';
import { Router } from 'express';
import { createAccounts } from './accounts/createAccounts';
import { ApprovalService } from './approvals/ApprovalService';
import { ApprovalStore } from './approvals/ApprovalStore';
import { readBlobUse } from './blobs/readBlobUse';
import { readTerraformConfig } from './config';
import { IdempotencyStore } from './database/IdempotencyStore';
import { openDatabase } from './database/openDatabase';
import { CloudAccess } from './execution/CloudAccess';
import { createEngine } from './execution/createEngine';
import { Executors } from './execution/Executors';
import { createLocalExecutor } from './execution/local/createLocalExecutor';
import { HealthService } from './health/HealthService';
import { createMetrics } from './metrics/createMetrics';
import { EngineGauges } from './metrics/EngineGauges';
import { ModuleCatalogue } from './modules';
import { PeopleNotifier } from './notifications/PeopleNotifier';
import { LockStore } from './operations/LockStore';
import { OperationsService } from './operations/OperationsService';
import { Authorizer } from './permissions/Authorizer';
import { registerPermissions } from './permissions/registerPermissions';
import { PlanDigests } from './plans/PlanDigests';
import { PlanService } from './plans/PlanService';
import { PlanStore } from './plans/PlanStore';
import { RetentionService } from './retention/RetentionService';
import { RetentionStore } from './retention/RetentionStore';
import { scheduleRetention } from './retention/scheduleRetention';
import { StateVersionRetention } from './retention/StateVersionRetention';
import { createRouter } from './router/createRouter';
import { EventStreams } from './router/streamRunEvents';
import { LogBlobs } from './runs/LogBlobs';
import { LogMover } from './runs/LogMover';
import { PhaseStore } from './runs/PhaseStore';
import { RunEventStore } from './runs/RunEventStore';
import { RunEventTails } from './runs/RunEventTail';
import { RunActionService } from './runs/RunActionService';
import { RunCreator } from './runs/RunCreator';
import { RunLifecycle } from './runs/RunLifecycle';
import { RunNotifier } from './runs/RunNotifier';
import { RunPresenter } from './runs/RunPresenter';
import { RunService } from './runs/RunService';
import { RunStore } from './runs/RunStore';
import { scheduleLogMoving } from './runs/scheduleLogMoving';
import { createSealer } from './sealing/createSealer';
import { Resealer } from './sealing/Resealer';
import { scheduleResealing, wakeResealing } from './sealing/scheduleResealing';
import { SecretStore } from './secrets/SecretStore';
import { ResourceStore } from './state/ResourceStore';
import { StateService } from './state/StateService';
import { StateStore } from './state/StateStore';
import { Environments } from './workspaces/Environments';
import { WorkspaceService } from './workspaces/WorkspaceService';
import { WorkspaceStore } from './workspaces/WorkspaceStore';

export interface TerraformDependencies {
  auditor: AuditorService;
  auth: AuthService;
  /** where plan files and logs may be instead of in the database */
  blobs?: TerraformBlobStore;
  catalog: CatalogService;
  /** by name */
  clouds: Map<TerraformCloudName, TerraformCloud>;
  config: RootConfigService;
  database: DatabaseService;
  discovery: DiscoveryService;
  events: EventsService;
  executors: Map<string, TerraformExecutor>;
  /** by name */
  keyManagements: Map<string, TerraformKeyManagement>;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  metrics: MetricsService;
  notifications: NotificationService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  scheduler: SchedulerService;
  signals: SignalsService;
  userInfo: UserInfoService;
}

/** Puts the plugin's parts together. */
export async function createTerraform(deps: TerraformDependencies): Promise<{
  router: Router;
  start(): void;
  /** Called while the portal still answers. */
  beforeStop(): Promise<void>;
  stop(): Promise<void>;
}> {
  const { logger, permissions, permissionsRegistry } = deps;
  const config = readTerraformConfig(deps.config);
  const blobUse = readBlobUse(deps.config, deps.blobs);
  const environments = new Environments(config.environments);
  const knex = await openDatabase(deps.database);
  const sealer = await createSealer(
    knex,
    config.sealingKeys,
    deps.keyManagements,
  );
  const modules = await ModuleCatalogue.create({
    locations: config.moduleLocations,
    logger,
  });
  const byName = new Map(deps.executors);
  const local = byName.has('local')
    ? undefined
    : await createLocalExecutor(config);
  if (local) byName.set('local', local);
  const executors = new Executors(byName, environments);
  const { accounts, access, tokens, createServices } = await createAccounts({
    knex,
    sealer,
    configured: config.accounts,
    environments,
    clouds: deps.clouds,
    issuer:
      config.oidcIssuer ??
      `${await deps.discovery.getExternalBaseUrl('terraform')}/oidc`,
    auditor: deps.auditor,
  });

  const approvedBy = (groups: string[]) => environments.approvedBy(groups);
  const workspaceStore = new WorkspaceStore(knex, approvedBy);
  const runStore = new RunStore(knex, approvedBy);
  const stateStore = new StateStore(knex, sealer);
  const resources = new ResourceStore(knex, approvedBy);
  const phases = new PhaseStore(knex);
  const plans = new PlanStore(knex, sealer, blobUse.plans);
  const approvalStore = new ApprovalStore(knex);
  const secrets = new SecretStore(knex, sealer);
  const idempotency = new IdempotencyStore(knex);
  const logBlobs = blobUse.logs && new LogBlobs(sealer, blobUse.logs);
  const events = new RunEventStore(knex, logBlobs);
  const { deadlines } = config;
  const streams = new EventStreams();
  const { metrics, prometheus } = createMetrics({
    service: deps.metrics,
    gauges: new EngineGauges({
      knex,
      executors: executors.entries().map(([name]) => name),
      streams,
    }),
  });

  const authorizer = new Authorizer({ permissions, permissionsRegistry });
  const cloudAccess = new CloudAccess({
    accounts,
    accountAccess: access,
    clouds: deps.clouds,
    workspaces: workspaceStore,
    modules,
    approvals: approvalStore,
  });
  const digests = new PlanDigests({
    sealer,
    states: stateStore,
    environments,
    plans,
    cloudAccess,
  });
  const notifier = new RunNotifier({
    signals: deps.signals,
    events: deps.events,
    logger,
  });
  const people = new PeopleNotifier({
    notifications: deps.notifications,
    logger,
  });
  const lifecycle = new RunLifecycle({
    runs: runStore,
    notifier,
    people,
    metrics,
    logger,
  });
  const { engine, view } = createEngine({
    knex,
    sealer,
    modules,
    environments,
    executors,
    deadlines,
    runs: runStore,
    workspaces: workspaceStore,
    phases,
    events,
    plans,
    states: stateStore,
    digests,
    cloudAccess,
    lifecycle,
    notifier,
    stateBaseUrl: async () =>
      config.stateBaseUrl ?? deps.discovery.getBaseUrl('terraform'),
    metrics,
    logger,
  });
  const presenter = new RunPresenter({
    phases,
    plans,
    approvals: approvalStore,
    states: stateStore,
    digests,
    deadlines,
    waitingFor: waiting => view.waitingFor(waiting),
  });
  const workspaces = new WorkspaceService({
    knex,
    workspaces: workspaceStore,
    runs: runStore,
    secrets,
    idempotency,
    sealer,
    modules,
    environments,
    accounts,
    authorizer,
    userInfo: deps.userInfo,
    lifecycle,
    notifier,
  });
  const creator = new RunCreator({
    runs: runStore,
    secrets,
    sealer,
    modules,
    environments,
    accounts,
  });
  const runs = new RunService({
    knex,
    runs: runStore,
    events,
    workspaces,
    creator,
    idempotency,
    authorizer,
    lifecycle,
    presenter,
  });
  const runActions = new RunActionService({
    knex,
    store: runStore,
    runs,
    workspaces,
    creator,
    authorizer,
    lifecycle,
    presenter,
    deadlines,
    auditor: deps.auditor,
  });
  const planService = new PlanService({ runs, plans });
  const approvals = new ApprovalService({
    runs,
    plans,
    digests,
    approvals: approvalStore,
    authorizer,
    lifecycle,
    presenter,
    deadlines,
    auditor: deps.auditor,
  });
  const states = new StateService({
    states: stateStore,
    resources,
    workspaces,
    authorizer,
  });
  const health = new HealthService({
    knex,
    catalog: deps.catalog,
    auth: deps.auth,
    modules,
    environments,
    executors,
    config,
  });
  registerPermissions({
    permissionsRegistry,
    workspaces: workspaceStore,
    runs: runStore,
    environments,
  });

  const retention = new RetentionService({
    store: new RetentionStore(knex, logBlobs),
    versions: new StateVersionRetention(knex),
    environments,
    metrics,
    logger,
  });
  await scheduleRetention(deps.scheduler, retention);
  if (logBlobs && blobUse.movesLogs) {
    await scheduleLogMoving(
      deps.scheduler,
      new LogMover({ knex, logs: logBlobs, logger }),
    );
  }
  const resealer = new Resealer({
    knex,
    sealer,
    keys: config.sealingKeys,
    wake: () => wakeResealing(deps.scheduler),
    logger,
  });
  await scheduleResealing(deps.scheduler, resealer);
  const operations = new OperationsService({
    view,
    locks: new LockStore(knex),
    retention,
    resealer,
    prometheus,
    workspaces,
    authorizer,
    auditor: deps.auditor,
    logger,
  });
  const router = createRouter({
    httpAuth: deps.httpAuth,
    ...createServices({
      runs: runStore,
      lifecycle,
      notifier,
      idempotency,
      authorizer,
    }),
    tokens,
    environments,
    modules,
    secrets,
    workspaces,
    runs,
    runActions,
    plans: planService,
    approvals,
    states,
    stateStore,
    phases,
    health,
    operations,
    tails: new RunEventTails({ events, notifier, logger }),
    streams,
  });
  return {
    router,
    start: () => engine.start(),
    async beforeStop() {
      if (config.local.onShutdown === 'drain') await engine.drain();
    },
    async stop() {
      streams.endAll();
      const left = engine.driving;
      await engine.stop();
      if (left > 0) {
        logger.info(
          `${left} Terraform ${
            left === 1 ? 'phase goes' : 'phases go'
          } on without the portal; the next start finds ${
            left === 1 ? 'it' : 'them'
          }`,
        );
      }
    },
  };
}
