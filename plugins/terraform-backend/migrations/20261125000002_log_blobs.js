// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('phases', table => {
    table
      .binary('log_sealed')
      .comment('points to the log in the blob store; its events are gone then');
  });
  // It names the row for what is sealed in it.
  await knex.raw('create unique index phases_phase_id on phases (phase_id)');
  await knex.raw(
    'create index phases_log_in_database on phases (run_id, phase) where log_sealed is null and log_removed_at is null',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index phases_log_in_database');
  await knex.raw('drop index phases_phase_id');
  await knex.raw('alter table phases drop column log_sealed');
};
