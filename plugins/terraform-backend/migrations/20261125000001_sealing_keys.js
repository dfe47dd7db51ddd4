// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('sealing_keys', table => {
    table.comment(
      'Sealing keys that a key management has wrapped; only it can unwrap them',
    );
    table.string('id', 100).primary().comment('of terraform.sealing.keys');
    table.string('provider', 40).notNullable().comment('such as aws');
    table.binary('wrapped').notNullable();
    table.string('created_at', 24).notNullable();
  });

  await knex.schema.createTable('reseal_jobs', table => {
    table.comment('Rounds of sealing everything again under the first key');
    table.string('id', 36).primary();
    table
      .integer('running')
      .unique()
      .comment('1 until it has ended, then null: there is one at a time');
    table.string('key_id', 100).notNullable().comment('which seals');
    table.string('by', 255).notNullable();
    table.text('reason').notNullable();
    table.string('at', 24).notNullable();
    table.string('finished_at', 24);
    table
      .text('progress')
      .notNullable()
      .comment('JSON: counts by table, failures, and how far it has come');
    table.index(['at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('reseal_jobs');
  await knex.schema.dropTable('sealing_keys');
};
