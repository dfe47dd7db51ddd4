import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createBackend } from '@backstage/backend-defaults';
import {
  AuthService,
  BackendFeature,
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  notificationService,
  NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import { JsonObject } from '@backstage/types';
import demoAuth from '@planroom/backstage-plugin-auth-backend-module-demo';
import policy from '@planroom/backstage-plugin-permission-backend-module-terraform';
import { databaseConfig } from './databases';
import terraformPlugin from '..';
import { ApiClient } from './ApiClient';

export const REPOSITORY = resolve(__dirname, '../../../..');

/** Who there is, with the groups of each. */
const USERS: Record<string, string[]> = {
  developer: ['developers'],
  reviewer: ['reviewers'],
  reviewer2: ['reviewers'],
  platform: ['platform'],
  stranger: ['strangers'],
  lead: ['developers', 'reviewers'],
};

export interface TerraformBackend {
  baseUrl: string;
  port: number;
  dataDirectory: string;
  /** everything that was logged, the audit log too */
  logs: string[];
  notifications: NotificationSendOptions[];
  signals: SignalPayload[];
  /** the text of every answer of the API */
  answers: string[];
  /** a client signed in as `user:default/<name>` */
  as(name: string): ApiClient;
  anonymous: ApiClient;
  /** a client that is a plugin, with the rights of a service */
  service: ApiClient;
  /** a client that is a plugin which acts in the name of a user */
  onBehalfOf(name: string): Promise<ApiClient>;
  token(name: string): Promise<string>;
  stop(): Promise<void>;
}

export interface TerraformBackendOptions {
  /** of TestDatabases; SQLite in a file when left out */
  databaseId?: string;
  /** where a PostgreSQL server is to be reached, instead of its own port */
  databasePort?: number;
  /** merged over the `terraform` part of the configuration */
  terraform?: JsonObject;
  /** Backstage's own `aws` */
  aws?: JsonObject;
  /** further modules of the terraform plugin */
  modules?: BackendFeature[];
  /** a folder of its own when left out */
  dataDirectory?: string;
  /** of an earlier backend, to be its successor */
  successorOf?: TerraformBackend;
  /** `backend.auth.externalAccess`: static tokens */
  externalAccess?: JsonObject[];
  /** further users with their groups */
  users?: Record<string, string[]>;
}

const folders: string[] = [];
const backends: TerraformBackend[] = [];

// Phases outlive a portal: their folders go when all of them have been told to stop.
afterAll(async () => {
  for (const backend of backends) {
    await backend.stop();
    for (const process of phaseProcesses(backend)) kill(process.pid);
  }
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** A folder that other users may pass through, as the isolation by user id needs it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'planroom-test-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** A portal with the real sign-in, permissions, policy, database, HTTP server and Terraform. */
export async function startTerraformBackend(
  options: TerraformBackendOptions = {},
): Promise<TerraformBackend> {
  const { successorOf } = options;
  const port = successorOf?.port ?? (await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const dataDirectory =
    options.dataDirectory ?? successorOf?.dataDirectory ?? temporaryFolder();
  const logs: string[] = [];
  const notifications: NotificationSendOptions[] = [];
  const signals: SignalPayload[] = [];
  const answers: string[] = [];
  let auth: AuthService | undefined;
  const users = { ...USERS, ...options.users };

  const probe = createBackendPlugin({
    pluginId: 'probe',
    register(env) {
      env.registerInit({
        deps: { auth: coreServices.auth },
        async init(deps) {
          auth = deps.auth;
        },
      });
    },
  });
  const features: BackendFeature[] = [
    terraformPlugin,
    authPlugin,
    demoAuth,
    permissionPlugin,
    policy,
    probe,
    ...(options.modules ?? []),
    mockServices.rootConfig.factory({
      data: configuration({
        origin,
        port,
        dataDirectory,
        users: Object.keys(users),
        options,
      }),
    }),
    catalogServiceMock.factory({ entities: entities(users) }),
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => capturingLogger(logs),
    }),
    createServiceFactory({
      service: notificationService,
      deps: {},
      factory: () => ({
        async send(notification: NotificationSendOptions) {
          notifications.push(notification);
        },
      }),
    }),
    createServiceFactory({
      service: signalsServiceRef,
      deps: {},
      factory: () => ({
        async publish(signal: SignalPayload) {
          signals.push(signal);
        },
      }),
    }),
  ];
  const backend = createBackend();
  for (const feature of features) backend.add(feature);
  await backend.start();
  if (!auth) throw new Error('The probe plugin was not started');
  const ownAuth = auth;

  const clients = new Map<string, ApiClient>();
  const tokens = new Map<string, string>();
  const client = (headers: Record<string, string>) =>
    new ApiClient({
      baseUrl: `${origin}/api/terraform`,
      headers,
      seen: text => answers.push(text),
    });
  const token = async (name: string) => {
    const known = tokens.get(name);
    if (known) return known;
    const response = await fetch(`${origin}/api/auth/demo/refresh`, {
      headers: { 'x-demo-user': `user:default/${name}` },
    });
    if (!response.ok) throw new Error(await response.text());
    const { backstageIdentity } = await response.json();
    tokens.set(name, backstageIdentity.token);
    return backstageIdentity.token as string;
  };
  for (const name of Object.keys(users)) {
    clients.set(name, client({ authorization: `Bearer ${await token(name)}` }));
  }
  const { token: serviceToken } = await ownAuth.getPluginRequestToken({
    onBehalfOf: await ownAuth.getOwnServiceCredentials(),
    targetPluginId: 'terraform',
  });

  let stopped: Promise<void> | undefined;
  const started: TerraformBackend = {
    baseUrl: `${origin}/api/terraform`,
    port,
    dataDirectory,
    logs,
    notifications,
    signals,
    answers,
    as(name) {
      const found = clients.get(name);
      if (!found) throw new Error(`There is no user ${name}`);
      return found;
    },
    anonymous: client({}),
    service: client({ authorization: `Bearer ${serviceToken}` }),
    async onBehalfOf(name) {
      const delegated = await ownAuth.getPluginRequestToken({
        onBehalfOf: await ownAuth.authenticate(await token(name)),
        targetPluginId: 'terraform',
      });
      return client({ authorization: `Bearer ${delegated.token}` });
    },
    token,
    stop() {
      stopped ??= backend.stop();
      return stopped;
    },
  };
  backends.push(started);
  return started;
}

/** Runners and Terraform commands that work in the portal's data folder now. */
export function phaseProcesses({
  dataDirectory,
}: TerraformBackend): Array<{ name: string; pid: number }> {
  const runs = join(dataDirectory, 'runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs, { recursive: true, encoding: 'utf8' })
    .filter(file => /\/(plan|apply)\/(terraform\.)?pid$/.test(file))
    .map(file => ({
      name: basename(file),
      pid: JSON.parse(readFileSync(join(runs, file), 'utf8')).pid as number,
    }));
}

/** Ends a process that this test has started, if it still runs. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}

function configuration(given: {
  origin: string;
  port: number;
  dataDirectory: string;
  users: string[];
  options: TerraformBackendOptions;
}): JsonObject {
  const { origin, port, dataDirectory, users, options } = given;
  const approvals = {
    required: 1,
    groups: ['group:default/reviewers'],
    excludeRequester: true,
  };
  const sqlite = join(dataDirectory, 'database');
  mkdirSync(sqlite, { recursive: true });
  return {
    app: { baseUrl: origin },
    backend: {
      baseUrl: origin,
      listen: { host: '127.0.0.1', port },
      auth: { externalAccess: options.externalAccess ?? [] },
      database: options.databaseId
        ? databaseConfig(
            options.databaseId,
            dataDirectory,
            options.databasePort,
          )
        : { client: 'better-sqlite3', connection: { directory: sqlite } },
    },
    ...(options.aws && { aws: options.aws }),
    permission: { enabled: true },
    auth: {
      providers: {
        demo: {
          identities: users.map(name => ({
            userEntityRef: `user:default/${name}`,
            title: name,
          })),
        },
      },
    },
    terraform: {
      dataDirectory,
      sealing: {
        keys: [
          {
            id: 'test',
            file: join(dataDirectory, 'sealing.key'),
            generate: true,
          },
        ],
      },
      executors: { local: { capacity: 2 } },
      modules: {
        locations: [
          { type: 'file', target: join(REPOSITORY, 'terraform/modules') },
        ],
      },
      environments: {
        dev: { approvals, autoApply: { when: 'non-destructive' } },
        staging: { approvals },
        production: { approvals, expiry: { planned: 'P2D' } },
      },
      ...options.terraform,
    },
  };
}

function entities(users: Record<string, string[]>) {
  const groups = [...new Set(Object.values(users).flat())];
  return [
    ...groups.map(name => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name, namespace: 'default' },
      spec: { type: 'team', children: [] },
    })),
    ...Object.entries(users).map(([name, memberOf]) => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name, namespace: 'default' },
      spec: { memberOf },
      relations: memberOf.map(group => ({
        type: 'memberOf',
        targetRef: `group:default/${group}`,
      })),
    })),
  ];
}

function capturingLogger(lines: string[]): LoggerService {
  const write =
    (level: string) =>
    (message: string, meta: unknown = {}) => {
      const details = meta instanceof Error ? meta.stack : JSON.stringify(meta);
      lines.push(`${level} ${message} ${details}`);
    };
  const logger: LoggerService = {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: () => logger,
  };
  return logger;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object'
          ? done(address.port)
          : fail(new Error('No port')),
      );
    });
  });
}
