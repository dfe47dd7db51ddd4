import { join } from 'node:path';
import {
  AuditorService,
  AuthService,
  DatabaseService,
  DiscoveryService,
  HttpAuthService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  resolvePackagePath,
  RootConfigService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { TerraformExecutor } from '@planroom/backstage-plugin-terraform-node';
import { Router } from 'express';
import { ApprovalService } from './approvals/ApprovalService';
import { ApprovalStore } from './approvals/ApprovalStore';
import { readTerraformConfig, TerraformConfig } from './config';
import { IdempotencyStore } from './database/IdempotencyStore';
import { openDatabase } from './database/openDatabase';
import { Engine } from './execution/Engine';
import { Executors } from './execution/Executors';
import { chooseIsolation } from './execution/local/isolation';
import { LocalExecutor } from './execution/local/LocalExecutor';
import { TerraformBinaries } from './execution/local/TerraformBinaries';
import { PhaseDriver } from './execution/PhaseDriver';
import { PhaseInputs } from './execution/PhaseInputs';
import { PhaseResults } from './execution/PhaseResults';
import { HealthService } from './health/HealthService';
import { ModuleCatalogue } from './modules';
import { PeopleNotifier } from './notifications/PeopleNotifier';
import { Authorizer } from './permissions/Authorizer';
import { registerPermissions } from './permissions/registerPermissions';
import { PlanDigests } from './plans/PlanDigests';
import { PlanService } from './plans/PlanService';
import { PlanStore } from './plans/PlanStore';
import { createRouter } from './router/createRouter';
import { EventStreams } from './router/streamRunEvents';
import { PhaseStore } from './runs/PhaseStore';
import { RunEventStore } from './runs/RunEventStore';
import { RunInputs } from './runs/RunInputs';
import { RunLeases } from './runs/RunLeases';
import { RunLifecycle } from './runs/RunLifecycle';
import { RunNotifier } from './runs/RunNotifier';
import { RunPresenter } from './runs/RunPresenter';
import { RunService } from './runs/RunService';
import { RunStore } from './runs/RunStore';
import { createSealer } from './sealing/createSealer';
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
  catalog: CatalogService;
  config: RootConfigService;
  database: DatabaseService;
  discovery: DiscoveryService;
  events: EventsService;
  executors: Map<string, TerraformExecutor>;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  notifications: NotificationService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
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
  const environments = new Environments(config.environments);
  const knex = await openDatabase(deps.database);
  const sealer = await createSealer(knex, config.sealingKeys);
  const modules = await ModuleCatalogue.create({
    locations: config.moduleLocations,
    logger,
  });
  const executors = new Executors(
    await withLocalExecutor(deps.executors, config),
    environments,
  );

  const approvedBy = (groups: string[]) => environments.approvedBy(groups);
  const workspaceStore = new WorkspaceStore(knex, approvedBy);
  const runStore = new RunStore(knex, approvedBy);
  const stateStore = new StateStore(knex, sealer);
  const resources = new ResourceStore(knex, approvedBy);
  const phases = new PhaseStore(knex);
  const plans = new PlanStore(knex, sealer);
  const approvalStore = new ApprovalStore(knex);
  const secrets = new SecretStore(knex, sealer);
  const idempotency = new IdempotencyStore(knex);
  const events = new RunEventStore(knex);
  const leases = new RunLeases(knex);

  const authorizer = new Authorizer({ permissions, permissionsRegistry });
  const digests = new PlanDigests({
    sealer,
    states: stateStore,
    environments,
    plans,
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
    logger,
  });
  const inputs = new PhaseInputs({
    environments,
    modules,
    phases,
    plans,
    digests,
    sealer,
    stateBaseUrl: async () =>
      config.stateBaseUrl ?? deps.discovery.getBaseUrl('terraform'),
  });
  const results = new PhaseResults({
    runs: runStore,
    lifecycle,
    plans,
    digests,
    states: stateStore,
    environments,
    sealer,
    logger,
  });
  const driver = new PhaseDriver({
    runs: runStore,
    phases,
    leases,
    lifecycle,
    notifier,
    executors,
    inputs,
    results,
    logger,
  });
  const engine = new Engine({
    runs: runStore,
    leases,
    lifecycle,
    inputs: new RunInputs({ modules, sealer }),
    executors,
    driver,
    logger,
  });
  const presenter = new RunPresenter({
    phases,
    plans,
    approvals: approvalStore,
    states: stateStore,
    schedule: () => engine.currentSchedule(),
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
    authorizer,
    userInfo: deps.userInfo,
    lifecycle,
    notifier,
  });
  const runs = new RunService({
    knex,
    runs: runStore,
    events,
    workspaces,
    secrets,
    idempotency,
    sealer,
    modules,
    environments,
    authorizer,
    lifecycle,
    presenter,
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
  });
  registerPermissions({
    permissionsRegistry,
    workspaces: workspaceStore,
    runs: runStore,
    environments,
  });

  const streams = new EventStreams();
  const router = createRouter({
    httpAuth: deps.httpAuth,
    environments,
    modules,
    secrets,
    workspaces,
    runs,
    plans: planService,
    approvals,
    states,
    stateStore,
    phases,
    health,
    notifier,
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

async function withLocalExecutor(
  executors: Map<string, TerraformExecutor>,
  config: TerraformConfig,
): Promise<Map<string, TerraformExecutor>> {
  const users = config.environments.filter(e => e.executor === 'local');
  if (users.length === 0 || executors.has('local')) return executors;
  if (!config.dataDirectory) {
    throw new Error(
      'The local executor needs a folder for its work: set terraform.dataDirectory',
    );
  }
  const runsFolder = join(config.dataDirectory, 'runs');
  const local = await LocalExecutor.create({
    runsFolder,
    providerCache: join(config.dataDirectory, 'providers'),
    providerMirrors: config.providerMirrors,
    runnerFile: resolvePackagePath(
      '@planroom/terraform-runner',
      'dist/runner.cjs',
    ),
    binaries: new TerraformBinaries(config.binaries),
    versions: [...new Set(users.map(e => e.terraformVersion))],
    isolation: chooseIsolation(config.local, runsFolder, config.production),
    capacity: config.local.capacity,
  });
  return new Map([...executors, ['local', local]]);
}
