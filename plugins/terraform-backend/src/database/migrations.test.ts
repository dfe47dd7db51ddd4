import { mockServices } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { createTestDatabases } from '../__testUtils__/databases';
import { openDatabase } from './openDatabase';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const directory = resolvePackagePath(
  '@planroom/backstage-plugin-terraform-backend',
  'migrations',
);

it.each(databases.eachSupportedId())('goes up and down on %s', async id => {
  const knex = await databases.init(id);
  await openDatabase(mockServices.database({ knex }));
  expect(await knex.schema.hasTable('runs')).toBe(true);
  const [completed] = await knex.migrate.list({ directory });
  for (const _ of completed) {
    await knex.migrate.down({ directory });
  }
  for (const table of [
    'runs',
    'workspaces',
    'state_versions',
    'secrets',
    'accounts',
    'account_credentials',
    'oidc_keys',
  ]) {
    expect(await knex.schema.hasTable(table)).toBe(false);
  }
  await openDatabase(mockServices.database({ knex }));
  expect(await knex('runs')).toEqual([]);

  // Left alone where the operator migrates by other means.
  const other = await databases.init(id);
  await openDatabase(
    Object.assign(mockServices.database({ knex: other }), {
      migrations: { skip: true },
    }),
  );
  expect(await other.schema.hasTable('runs')).toBe(false);
});
