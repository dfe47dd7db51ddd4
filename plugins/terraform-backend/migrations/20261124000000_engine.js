// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('replicas', table => {
    table.comment(
      'Processes of the portal that share the work. A lease of a run names one; it holds while the replica beats',
    );
    table.string('id', 36).primary();
    table.string('host', 255).notNullable();
    table.integer('pid').notNullable();
    table
      .text('identity')
      .notNullable()
      .comment('JSON: process, boot and PID namespace, to be looked up there');
    table
      .text('executors')
      .notNullable()
      .comment('JSON: [{ name, place, capacity }]');
    table.string('started_at', 24).notNullable();
    table
      .integer('beat')
      .notNullable()
      .defaultTo(0)
      .comment(
        'grows while it is alive; others watch it with their own clocks',
      );
    table.string('beat_at', 24).notNullable().comment('for people');
  });

  await knex.schema.createTable('queue', table => {
    table.comment(
      'One row: whoever gives out work changes it first, so that replicas do so one after the other',
    );
    table.integer('id').primary();
    table.integer('turn').notNullable().comment('number of the last round');
  });
  await knex('queue').insert({ id: 1, turn: 0 });

  await knex.schema.createTable('owner_turns', table => {
    table.comment('In which round an owner was served last, for fairness');
    table.string('owner', 255).primary();
    table.integer('turn').notNullable();
  });
  await knex.schema.alterTable('workspaces', table => {
    table
      .integer('last_turn')
      .notNullable()
      .defaultTo(0)
      .comment('the round in which a run of it was started last');
  });

  await knex.schema.alterTable('runs', table => {
    table.string('cancel_requested_by', 255);
    table.string('force_cancel_requested_at', 24);
    table.string('force_cancel_requested_by', 255);
  });
  // A lease ends with the heartbeat of the replica that holds it.
  await knex.raw('alter table runs drop column lease_expires_at');
  await knex.raw(
    "create index runs_pending on runs (workspace_id, number) where status = 'pending'",
  );
  // For retention, which walks through what has ended.
  await knex.raw(
    'create index runs_ended on runs (environment, finished_at, id) where finished_at is not null',
  );
  await knex.raw(
    'create index workspaces_locked on workspaces (lock_at) where lock_id is not null',
  );

  await knex.schema.alterTable('phases', table => {
    table.string('log_removed_at', 24).comment('by retention');
  });
  await knex.schema.alterTable('plans', table => {
    table.string('changes_removed_at', 24).comment('by retention');
  });
  await knex.schema.createTable('retention_reports', table => {
    table.comment('What each round of retention removed');
    table.string('id', 36).primary();
    table.string('at', 24).notNullable();
    table.string('by', 255).comment('absent when it ran by itself');
    table.text('report').notNullable().comment('JSON');
    table.index(['at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('retention_reports');
  await knex.raw('alter table plans drop column changes_removed_at');
  await knex.raw('alter table phases drop column log_removed_at');
  for (const index of ['workspaces_locked', 'runs_ended', 'runs_pending']) {
    await knex.raw(`drop index ${index}`);
  }
  await knex.raw('alter table runs add column lease_expires_at varchar(24)');
  for (const column of [
    'force_cancel_requested_by',
    'force_cancel_requested_at',
    'cancel_requested_by',
  ]) {
    await knex.raw(`alter table runs drop column ${column}`);
  }
  await knex.raw('alter table workspaces drop column last_turn');
  await knex.schema.dropTable('owner_turns');
  await knex.schema.dropTable('queue');
  await knex.schema.dropTable('replicas');
};
