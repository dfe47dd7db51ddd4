// The built portal with an emulated AWS beside it; data in a temporary folder.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EMULATOR_CONFIG,
  startAwsEmulator,
} from '../../scripts/lib/awsEmulator.mjs';
import { startPortal, untilHealthy } from '../../scripts/lib/portal.mjs';
import { freePort } from '../../scripts/lib/postgres.mjs';

/** Processor time is told in these. */
const TICKS_PER_SECOND = 100;
const DEVELOPER = 'user:default/developer';

export class EmulatedPortal {
  #folder;
  #config;
  #port;
  #child;
  #token;
  #env;
  emulator;

  /**
   * @param options.terraform - merged over the demo's configuration
   * @param options.configure - changes the emulated projects
   */
  static async start({ terraform, configure }) {
    const portal = new EmulatedPortal();
    portal.#folder = await mkdtemp(join(tmpdir(), 'planroom-aws-'));
    portal.#config = join(portal.#folder, 'app-config.benchmark.yaml');
    await writeFile(portal.#config, JSON.stringify({ terraform }));
    const { emulator, env } = await startAwsEmulator({ configure });
    portal.emulator = emulator;
    portal.#env = env;
    portal.#port = await freePort();
    await portal.open();
    return portal;
  }

  get #base() {
    return `http://localhost:${this.#port}/api`;
  }

  /** Starts the portal, again if it was killed. */
  async open() {
    this.#child = startPortal({
      port: this.#port,
      dataDir: join(this.#folder, 'data'),
      configs: [EMULATOR_CONFIG, this.#config],
      stdio: 'ignore',
      env: this.#env,
    });
    await untilHealthy(this.#child, this.#port);
    const response = await fetch(`${this.#base}/auth/demo/refresh`, {
      headers: { 'x-demo-user': DEVELOPER },
    });
    if (!response.ok) throw new Error(`Sign-in answered ${response.status}`);
    this.#token = (await response.json()).backstageIdentity.token;
  }

  /** Ends the portal without any warning. */
  async kill() {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise(done => this.#child.once('exit', done));
    this.#child.kill('SIGKILL');
    await ended;
  }

  async call(path, body) {
    const response = await fetch(`${this.#base}/terraform${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path}: ${answer.error?.message}`);
    return answer;
  }

  /** Asks for a run in a new workspace; answers its id. */
  async run({ name, module, environment, variables = {} }) {
    const workspace = await this.call('/workspaces', {
      name,
      module,
      environment,
      owner: 'group:default/developers',
      variables,
    });
    const { id } = await this.call(`/workspaces/${workspace.id}/runs`, {
      kind: 'plan_and_apply',
    });
    return id;
  }

  /** All items of a list. */
  async list(path) {
    const items = [];
    for (let cursor = ''; ; ) {
      const page = await this.call(
        `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor}`,
      );
      items.push(...page.items);
      if (!page.nextCursor) return items;
      cursor = `&cursor=${page.nextCursor}`;
    }
  }

  /** Seconds of processor time that the portal has used so far. */
  cpuSeconds() {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  async stop() {
    await this.kill();
    await this.emulator.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
