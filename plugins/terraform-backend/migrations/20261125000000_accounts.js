// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('accounts', table => {
    table.comment(
      'Cloud accounts, subscriptions and projects that were added in the portal; others stand in the configuration',
    );
    table.string('name', 63).primary();
    table.string('cloud', 10).notNullable();
    table.string('account_id', 64).notNullable();
    table.string('title', 200);
    table
      .text('environments')
      .notNullable()
      .comment('JSON: names of those that may use it');
    table
      .text('regions')
      .notNullable()
      .comment('JSON: where resources may be; everywhere when empty');
    table.text('plan_role_arn');
    table.text('apply_role_arn');
    table.text('external_id');
    table.text('permissions_boundary_arn');
    table.string('owner', 255).notNullable().comment('entity reference');
    table.string('created_by', 255).notNullable();
    table.string('created_at', 24).notNullable();
  });

  await knex.schema.createTable('account_credentials', table => {
    table.comment(
      'How to get into an account that has no role; also into one that stands in the configuration',
    );
    table.string('account', 63).primary().comment('name');
    table.string('kind', 40).notNullable();
    table
      .binary('credential_sealed')
      .notNullable()
      .comment('JSON: { kind, values }');
    table.string('created_by', 255).notNullable();
    table.string('created_at', 24).notNullable();
    table.string('last_used_at', 24);
  });

  await knex.schema.createTable('account_tests', table => {
    table.comment('What came of the last test of each account');
    table.string('account', 63).primary().comment('name');
    table.text('report').notNullable().comment('JSON');
  });

  await knex.schema.createTable('oidc_keys', table => {
    table.comment('Keys with which the portal signs tokens of phases');
    table.string('id', 64).primary().comment('kid: the thumbprint of the key');
    table.string('algorithm', 10).notNullable();
    table.text('public_jwk').notNullable().comment('JSON');
    table.binary('private_sealed').notNullable().comment('PKCS #8, PEM');
    table.string('created_at', 24).notNullable();
    table
      .string('retired_at', 24)
      .comment('it signs nothing more; published for a day after that');
  });
  // Replicas that need the first key at the same time must agree on one.
  await knex.raw(
    'create unique index oidc_keys_one_current on oidc_keys (algorithm) where retired_at is null',
  );

  await knex.schema.alterTable('workspaces', table => {
    table.string('account', 63).comment('name of the account it was made in');
    table
      .string('account_id', 64)
      .comment(
        'of that account: another one of the same name is not where its resources are',
      );
    table.index(['account']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index workspaces_account_index');
  await knex.raw('alter table workspaces drop column account_id');
  await knex.raw('alter table workspaces drop column account');
  await knex.schema.dropTable('oidc_keys');
  await knex.schema.dropTable('account_tests');
  await knex.schema.dropTable('account_credentials');
  await knex.schema.dropTable('accounts');
};
