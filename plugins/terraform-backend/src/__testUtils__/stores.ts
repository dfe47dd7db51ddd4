import { randomBytes, randomUUID } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import {
  PhaseName,
  RunEvent,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { AccountStore } from '../accounts/AccountStore';
import { CredentialStore } from '../accounts/CredentialStore';
import { SigningKeyStore } from '../accounts/SigningKeyStore';
import { ApprovalStore } from '../approvals/ApprovalStore';
import { IdempotencyStore } from '../database/IdempotencyStore';
import { openDatabase } from '../database/openDatabase';
import { PlanStore } from '../plans/PlanStore';
import { PhaseStore } from '../runs/PhaseStore';
import { RunEventStore } from '../runs/RunEventStore';
import { NewRun, RunStore } from '../runs/RunStore';
import { PhaseRecord, RunRecord } from '../runs/types';
import { sealVariables } from '../runs/sealedVariables';
import { Sealer } from '../sealing/Sealer';
import { SecretStore } from '../secrets/SecretStore';
import { ResourceStore } from '../state/ResourceStore';
import { StateStore } from '../state/StateStore';
import { WorkspaceRecord, WorkspaceStore } from '../workspaces/WorkspaceStore';

/** Which groups approve where, in the stores of a test. */
export const APPROVERS: Record<string, string[]> = {
  dev: ['group:default/a', 'group:default/b'],
  production: ['group:default/b'],
};

const NO_VARIABLES = {
  values: {},
  sensitive: [],
  given: [],
  hmacKey: randomBytes(32).toString('hex'),
};

/** All stores on one migrated database, and ways to fill them. */
export async function createStores(
  knex: Knex,
  sealer = new Sealer([{ id: 'test', key: randomBytes(32) }]),
) {
  await openDatabase(mockServices.database({ knex }));
  const environmentsOf = (groups: string[]) =>
    Object.keys(APPROVERS).filter(name =>
      APPROVERS[name].some(group => groups.includes(group)),
    );
  const runs = new RunStore(knex, environmentsOf);
  const workspaces = new WorkspaceStore(knex, environmentsOf);
  let clock = Date.parse('2026-01-01T00:00:00Z');
  const tick = () => {
    clock += 1_000;
    return new Date(clock).toISOString();
  };

  const addWorkspace = async (
    given: Partial<WorkspaceRecord> = {},
  ): Promise<WorkspaceRecord> => {
    const id = randomUUID();
    await knex.transaction(trx =>
      workspaces.create(
        {
          id,
          name: `w-${id}`,
          environment: 'dev',
          owner: 'group:default/owners',
          module: 'sandbox',
          moduleVersion: '1.0.0',
          variablesSealed: sealVariables(
            sealer,
            'workspaces',
            given.id ?? id,
            NO_VARIABLES,
          ),
          variablesPublic: {},
          inputAuthors: [],
          createdBy: 'user:default/someone',
          createdAt: tick(),
          ...given,
        },
        trx,
      ),
    );
    const [workspace] = await workspaces.getMany([given.id ?? id]);
    if (!workspace) throw new Error('The workspace was not stored');
    return workspace;
  };
  const addRun = async (
    workspace: WorkspaceRecord,
    given: Partial<NewRun> = {},
  ): Promise<RunRecord> => {
    const id = randomUUID();
    await knex.transaction(trx =>
      runs.create(
        {
          id,
          workspaceId: workspace.id,
          kind: 'plan_and_apply',
          environment: workspace.environment,
          owner: workspace.owner,
          module: workspace.module,
          moduleVersion: workspace.moduleVersion,
          requestedBy: 'user:default/someone',
          actor: 'user',
          createdAt: tick(),
          variablesSealed: sealVariables(
            sealer,
            'runs',
            given.id ?? id,
            NO_VARIABLES,
          ),
          variablesPublic: {},
          rules: {
            required: 1,
            groups: APPROVERS[workspace.environment] ?? [],
            excludeRequester: true,
            autoApply: 'never',
          },
          requesters: ['user:default/someone'],
          ...given,
        },
        trx,
      ),
    );
    const run = await runs.get(given.id ?? id);
    if (!run) throw new Error('The run was not stored');
    return run;
  };

  /** All events of a run after a place in its sequence. */
  const listEvents = async (runId: string, after = 0): Promise<RunEvent[]> => {
    const rows = await knex('run_events')
      .where({ run_id: runId })
      .andWhere('seq', '>', after)
      .orderBy('seq');
    return rows.map(row => ({
      id: row.seq,
      event: row.event,
      data: JSON.parse(row.data),
    }));
  };

  return {
    knex,
    listEvents,
    sealer,
    runs,
    workspaces,
    states: new StateStore(knex, sealer),
    resources: new ResourceStore(knex, environmentsOf),
    phases: new PhaseStore(knex),
    events: new RunEventStore(knex),
    plans: new PlanStore(knex, sealer),
    approvals: new ApprovalStore(knex),
    accounts: new AccountStore(knex),
    credentials: new CredentialStore(knex, sealer),
    signingKeys: new SigningKeyStore(knex, sealer),
    secrets: new SecretStore(knex, sealer),
    idempotency: new IdempotencyStore(knex),
    addWorkspace,
    addRun,
  };
}

export type Stores = Awaited<ReturnType<typeof createStores>>;

/** A phase that begins now. */
export function newPhaseOf(runId: string, phase: PhaseName): PhaseRecord {
  return {
    runId,
    phase,
    phaseId: `${runId}-${phase}`,
    executor: 'local',
    startedAt: new Date().toISOString(),
    logLines: 0,
  };
}

/** How many of the promises succeeded, and the messages of the others. */
export async function settle(
  work: Array<Promise<unknown>>,
): Promise<{ succeeded: number; messages: string[] }> {
  const results = await Promise.allSettled(work);
  return {
    succeeded: results.filter(({ status }) => status === 'fulfilled').length,
    messages: results.flatMap(result =>
      result.status === 'rejected' ? [String(result.reason)] : [],
    ),
  };
}
