// Puts workspaces and runs into the database in bulk, as the API would have: it is not what is measured.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../../scripts/lib/typescript.mjs';

const SOURCE = '../../plugins/terraform-backend/src';
const { parseSealingKey, Sealer } = load(`${SOURCE}/sealing/Sealer.ts`);
const { sealVariables } = load(`${SOURCE}/runs/sealedVariables.ts`);

const MODULE = 'benchmark';
const MODULE_VERSION = '1.0.0';
const OWNERS = ['one', 'two', 'three', 'four'].map(
  name => `group:default/${name}`,
);
const REQUESTER = 'user:default/developer';
const WAIT_MS = 7 * 24 * 3_600_000;
const ROWS_PER_STATEMENT = 500;
const RULES = {
  required: 1,
  groups: ['group:default/reviewers'],
  excludeRequester: true,
  autoApply: 'non-destructive',
};

/** The module of all runs: one resource, which the variable changes in place. */
export function writeModule(modulesFolder) {
  const folder = join(modulesFolder, MODULE);
  mkdirSync(folder);
  const manifest = {
    title: 'Benchmark',
    description: 'One resource.',
    category: 'benchmark',
    cloud: 'none',
    owner: 'group:default/platform',
    lifecycle: 'experimental',
    version: MODULE_VERSION,
  };
  writeFileSync(
    join(folder, 'module.yaml'),
    Object.entries(manifest)
      .map(([key, value]) => `${key}: ${value}\n`)
      .join(''),
  );
  writeFileSync(
    join(folder, 'main.tf'),
    `variable "value" {
  type    = string
  default = "none"
}

resource "terraform_data" "this" {
  input = var.value
}
`,
  );
}

export class RunWriter {
  #database;
  #sealer;
  /** of each workspace, the number of its newest run */
  #numbers = new Map();

  constructor(cluster) {
    this.#database = cluster.database;
    this.#sealer = new Sealer([
      parseSealingKey('benchmark', cluster.sealingSecret),
    ]);
  }

  async addWorkspaces(count, environment) {
    const workspaces = Array.from({ length: count }, (_, place) => ({
      id: randomUUID(),
      name: `${environment}-${place}`,
      environment,
      owner: OWNERS[place % OWNERS.length],
    }));
    const at = new Date().toISOString();
    await this.#insert(
      this.#database,
      'workspaces',
      workspaces.map(workspace => ({
        ...workspace,
        module: MODULE,
        module_version: MODULE_VERSION,
        variables_sealed: this.#seal('workspaces', workspace.id, {}),
        variables_public: '{}',
        input_authors: '[]',
        created_by: REQUESTER,
        created_at: at,
      })),
    );
    for (const { id } of workspaces) this.#numbers.set(id, 0);
    return workspaces;
  }

  /** Adds a run to each of the given workspaces, which may be named more than once, in one transaction. */
  async addRuns(workspaces) {
    const at = new Date();
    const runs = workspaces.map(workspace => {
      const number = this.#numbers.get(workspace.id) + 1;
      this.#numbers.set(workspace.id, number);
      const id = randomUUID();
      const variables = { value: `${number}` };
      return {
        id,
        workspace_id: workspace.id,
        number,
        kind: 'plan_and_apply',
        status: 'pending',
        status_at: at.toISOString(),
        environment: workspace.environment,
        owner: workspace.owner,
        module: MODULE,
        module_version: MODULE_VERSION,
        requested_by: REQUESTER,
        actor: 'user',
        created_at: at.toISOString(),
        expires_at: new Date(at.getTime() + WAIT_MS).toISOString(),
        variables_sealed: this.#seal('runs', id, variables),
        variables_public: JSON.stringify(variables),
        rules: JSON.stringify(RULES),
        event_seq: 1,
      };
    });
    const client = await this.#database.connect();
    try {
      await client.query('begin');
      await this.#insert(client, 'runs', runs);
      await this.#insert(
        client,
        'run_requesters',
        runs.map(run => ({ run_id: run.id, user_ref: REQUESTER })),
      );
      await this.#insert(
        client,
        'run_events',
        runs.map(run => ({
          run_id: run.id,
          seq: 1,
          event: 'status',
          data: JSON.stringify({ status: 'pending', at: run.created_at }),
          at: run.created_at,
        })),
      );
      await client.query(
        `update workspaces set last_run_number =
           (select max(number) from runs where runs.workspace_id = workspaces.id)
         where id = any($1)`,
        [[...new Set(workspaces.map(({ id }) => id))]],
      );
      await client.query('commit');
      // As autovacuum would soon; what is inserted at once is unknown to the planner until then.
      await client.query('analyze');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
    return runs;
  }

  #seal(table, id, values) {
    return sealVariables(this.#sealer, table, id, {
      values,
      sensitive: [],
      given: Object.keys(values),
      hmacKey: randomBytes(32).toString('hex'),
    });
  }

  async #insert(client, table, rows) {
    const columns = Object.keys(rows[0]);
    for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
      const some = rows.slice(from, from + ROWS_PER_STATEMENT);
      const places = some.map(
        (_, row) =>
          `(${columns
            .map((__, column) => `$${row * columns.length + column + 1}`)
            .join(', ')})`,
      );
      await client.query(
        `insert into ${table} (${columns.join(', ')}) values ${places.join(
          ', ',
        )}`,
        some.flatMap(row => columns.map(column => row[column])),
      );
    }
  }
}
