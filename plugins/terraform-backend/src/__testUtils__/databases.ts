import { createHash } from 'node:crypto';
import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';

const SQLITE: TestDatabaseId = 'SQLITE_3';
const POSTGRES: TestDatabaseId[] = [
  'POSTGRES_18',
  'POSTGRES_17',
  'POSTGRES_16',
  'POSTGRES_15',
  'POSTGRES_14',
];

/** SQLite always, PostgreSQL where a server was made known by an environment variable, as `scripts/test.mjs` does. */
export const DATABASE_IDS: TestDatabaseId[] = [
  SQLITE,
  ...POSTGRES.filter(connectionString).slice(0, 1),
];

if (DATABASE_IDS.length === 1) {
  process.stderr.write(
    'NOT RUN on PostgreSQL: no BACKSTAGE_TEST_DATABASE_POSTGRES<version>_CONNECTION_STRING is set\n',
  );
}

export function createTestDatabases(): TestDatabases {
  return TestDatabases.create({ ids: DATABASE_IDS });
}

/** The `backend.database` of a backend of its own on the given engine; `port` where it is to be reached another way. */
export function databaseConfig(
  id: string,
  folder: string,
  port?: number,
): JsonObject {
  const url = connectionString(id);
  if (!url) {
    return {
      client: 'better-sqlite3',
      connection: { directory: `${folder}/database` },
    };
  }
  const { hostname, port: ownPort, username, password } = new URL(url);
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 10);
  return {
    client: 'pg',
    prefix: `planroom_${name}_`,
    connection: {
      host: hostname,
      port: port ?? Number(ownPort),
      user: username,
      password,
    },
  };
}

/** The port of the server that such databases are on; undefined for SQLite. */
export function databasePort(id: string): number | undefined {
  const url = connectionString(id);
  return url ? Number(new URL(url).port) : undefined;
}

function connectionString(id: string): string | undefined {
  const version = id.split('_')[1];
  return process.env[
    `BACKSTAGE_TEST_DATABASE_POSTGRES${version}_CONNECTION_STRING`
  ];
}
