import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Deadlines } from '../config';
import { EngineMetrics } from '../metrics/EngineMetrics';
import { ModuleCatalogue } from '../modules';
import { PlanDigests } from '../plans/PlanDigests';
import { PlanStore } from '../plans/PlanStore';
import { PhaseStore } from '../runs/PhaseStore';
import { RunEventStore } from '../runs/RunEventStore';
import { RunInputs } from '../runs/RunInputs';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunNotifier } from '../runs/RunNotifier';
import { RunStore } from '../runs/RunStore';
import { Sealer } from '../sealing/Sealer';
import { StateStore } from '../state/StateStore';
import { Environments } from '../workspaces/Environments';
import { WorkspaceStore } from '../workspaces/WorkspaceStore';
import { CloudAccess } from './CloudAccess';
import { Engine } from './Engine';
import { Executors } from './Executors';
import { PhaseBeginnings } from './PhaseBeginnings';
import { PhaseDriver } from './PhaseDriver';
import { PhaseInputs } from './PhaseInputs';
import { PhaseResults } from './PhaseResults';
import { QueueStore } from './QueueStore';
import { QueueView } from './QueueView';
import { RemoteStates } from './RemoteStates';
import { Replicas } from './Replicas';
import { Sweeper } from './Sweeper';

/** What the engine works with and others use too. */
export interface EngineParts {
  knex: Knex;
  sealer: Sealer;
  modules: ModuleCatalogue;
  environments: Environments;
  executors: Executors;
  deadlines: Deadlines;
  runs: RunStore;
  workspaces: WorkspaceStore;
  phases: PhaseStore;
  events: RunEventStore;
  plans: PlanStore;
  states: StateStore;
  digests: PlanDigests;
  cloudAccess: CloudAccess;
  lifecycle: RunLifecycle;
  notifier: RunNotifier;
  stateBaseUrl: () => Promise<string>;
  metrics: EngineMetrics;
  logger: LoggerService;
  /** a clock that only goes forward, in milliseconds */
  now?: () => number;
}

/** Puts the engine of one replica together, and what shows people what it does. */
export function createEngine(parts: EngineParts): {
  engine: Engine;
  replicas: Replicas;
  view: QueueView;
} {
  const { knex, sealer, modules, executors, logger, now } = parts;
  const queue = new QueueStore(knex);
  const offers = executors.offers();
  const replicas = new Replicas({ knex, executors: offers, logger, now });
  const replicaId = replicas.id;
  const remoteStates = new RemoteStates(parts);
  const inputs = new PhaseInputs({ ...parts, remoteStates });
  const beginnings = new PhaseBeginnings({
    ...parts,
    replicaId,
    runInputs: new RunInputs({ modules, sealer }),
    phaseInputs: inputs,
  });
  const results = new PhaseResults({ ...parts, remoteStates, replicaId });
  const driver = new PhaseDriver({
    ...parts,
    replicaId,
    beginnings,
    inputs,
    results,
  });
  const sweeper = new Sweeper(parts);
  return {
    engine: new Engine({
      ...parts,
      queue,
      replicas,
      beginnings,
      driver,
      sweeper,
    }),
    replicas,
    view: new QueueView({ ...parts, queue, replicas }),
  };
}
