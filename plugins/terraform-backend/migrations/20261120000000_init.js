// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('workspaces', table => {
    table.comment('One deployed instance of a module');
    table.string('id', 36).primary();
    table.string('name', 63).notNullable();
    table.string('environment', 100).notNullable();
    table.string('owner', 255).notNullable().comment('entity reference');
    table.string('system', 255).comment('entity reference');
    table.text('description');
    table.string('module', 200).notNullable();
    table.string('module_version', 100).notNullable();
    table.binary('variables_sealed').notNullable().comment('values in force');
    table
      .text('variables_public')
      .notNullable()
      .comment('the same as JSON, sensitive ones masked');
    table
      .text('input_authors')
      .notNullable()
      .comment('JSON: users who changed the inputs since the last apply');
    table.string('created_by', 255).notNullable();
    table.string('created_at', 24).notNullable();
    table.string('deleted_at', 24);
    table.integer('last_run_number').notNullable().defaultTo(0);
    table.string('state_version_id', 36).comment('the current one');
    table.integer('resource_count').notNullable().defaultTo(0);
    table.string('lock_id', 200).comment('id of the state lock, if held');
    table.text('lock_info').comment('JSON as Terraform sent it');
    table.string('lock_run_id', 36);
    table.string('lock_at', 24);
    table.index(['owner']);
    table.index(['environment']);
  });
  await knex.raw(
    'create unique index workspaces_name_unique on workspaces (name) where deleted_at is null',
  );

  await knex.schema.createTable('runs', table => {
    table.comment('One requested change of one workspace');
    table.string('id', 36).primary();
    table.string('workspace_id', 36).notNullable();
    table
      .integer('number')
      .notNullable()
      .comment('1 is the first of its workspace');
    table.string('kind', 20).notNullable();
    table.string('status', 30).notNullable();
    table.string('status_at', 24).notNullable();
    table.string('environment', 100).notNullable();
    table.string('owner', 255).notNullable();
    table.string('module', 200).notNullable();
    table.string('module_version', 100).notNullable();
    table.text('message');
    table.string('requested_by', 255).notNullable();
    table.string('actor', 20).notNullable();
    table.string('created_at', 24).notNullable();
    table.string('finished_at', 24);
    table.string('expires_at', 24).comment('when waiting in this status ends');
    table.string('cancel_requested_at', 24);
    table.string('retry_of', 36);
    table
      .binary('variables_sealed')
      .notNullable()
      .comment('values and their HMAC key');
    table.text('variables_public').notNullable();
    table
      .text('rules')
      .notNullable()
      .comment('JSON: approval rules that apply');
    table.boolean('automatic').notNullable().defaultTo(false);
    table.text('error').comment('JSON: { message, diagnostics }');
    table.string('state_version_id', 36).comment('the last one it wrote');
    table.integer('event_seq').notNullable().defaultTo(0);
    table.string('lease_owner', 36);
    table.string('lease_expires_at', 24);
    table.unique(['workspace_id', 'number']);
    table.index(['status', 'created_at']);
    table.index(['environment']);
    table.index(['owner']);
    table.index(['created_at']);
  });
  await knex.raw(
    "create unique index runs_one_active on runs (workspace_id) where status in ('plan_queued', 'planning', 'planned', 'policy_soft_failed', 'confirmed', 'apply_queued', 'applying')",
  );

  await knex.schema.createTable('run_requesters', table => {
    table.comment('Who counts as requester of a run');
    table.string('run_id', 36).notNullable();
    table.string('user_ref', 255).notNullable();
    table.primary(['run_id', 'user_ref']);
    table.index(['user_ref']);
  });

  await knex.schema.createTable('phases', table => {
    table.comment('Executions of a run: plan and apply');
    table.string('run_id', 36).notNullable();
    table.string('phase', 10).notNullable();
    table.string('phase_id', 60).notNullable();
    table.string('executor', 100).notNullable();
    table
      .string('place', 200)
      .comment('where it was begun, if it can be found from there only');
    table.text('handle').comment('JSON: where it runs, for the executor');
    table.text('cursor').comment('how far its output has been stored');
    table.integer('log_lines').notNullable().defaultTo(0);
    table.string('started_at', 24).notNullable();
    table.string('finished_at', 24);
    table.string('cancel_sent_at', 24);
    table.primary(['run_id', 'phase']);
  });

  await knex.schema.createTable('state_credentials', table => {
    table.comment(
      'Passwords of phases for the state backend, hashed; valid while the phase is open',
    );
    table.string('password_hash', 64).primary();
    table.string('workspace_id', 36).notNullable();
    table.string('run_id', 36).notNullable();
    table.string('phase', 10).notNullable();
    table.index(['run_id', 'phase']);
  });

  await knex.schema.createTable('plans', table => {
    table.comment('Result of a plan phase; used at most once');
    table.string('run_id', 36).primary();
    table.text('summary').notNullable().comment('JSON, redacted');
    table
      .text('digest_input')
      .notNullable()
      .comment('JSON: what an approval covers');
    table.string('digest', 80).notNullable();
    table.binary('plan_sealed').comment('removed when used or void');
    table.binary('archive_sealed');
    table.string('created_at', 24).notNullable();
    table.string('expires_at', 24).notNullable();
    table.string('consumed_at', 24).comment('set once, before apply starts');
  });

  await knex.schema.createTable('plan_changes', table => {
    table.comment(
      'One resource change of a plan, redacted; most destructive first',
    );
    table.string('run_id', 36).notNullable();
    table.integer('position').notNullable();
    table.text('address').notNullable();
    table.string('type', 255).notNullable();
    table.string('action', 20).notNullable();
    table.text('search').notNullable().comment('lower case');
    table.text('overview').notNullable().comment('JSON for lists');
    table
      .text('detail')
      .notNullable()
      .comment('JSON: before, after, replacePaths');
    table.primary(['run_id', 'position']);
    table.index(['run_id', 'action']);
  });

  await knex.schema.createTable('approvals', table => {
    table.comment('One person decides on one exact plan; never deleted');
    table.string('id', 36).primary();
    table.string('run_id', 36).notNullable();
    table.string('decision', 10).notNullable();
    table.string('decided_by', 255).notNullable();
    table.string('decided_at', 24).notNullable();
    table.text('comment');
    table.string('digest', 80).notNullable();
    table.unique(['run_id', 'decided_by']);
  });

  await knex.schema.createTable('run_events', table => {
    table.comment(
      'Everything that happened to a run, in one sequence; append-only',
    );
    table.string('run_id', 36).notNullable();
    table.integer('seq').notNullable();
    table.string('event', 10).notNullable().comment('status, progress or log');
    table.string('phase', 10);
    table.integer('log_offset').comment('number of the first line');
    table.text('data').notNullable().comment('JSON');
    table.string('at', 24).notNullable();
    table.primary(['run_id', 'seq']);
    table.index(['run_id', 'phase', 'log_offset']);
  });

  await knex.schema.createTable('state_versions', table => {
    table.comment(
      'One immutable snapshot of a state; never deleted by default',
    );
    table.string('id', 36).primary();
    table.string('workspace_id', 36).notNullable();
    table.string('run_id', 36);
    table.bigInteger('serial').notNullable();
    table.string('lineage', 100).notNullable();
    table.string('terraform_version', 40);
    table.binary('sealed').notNullable();
    table
      .string('content_hash', 64)
      .notNullable()
      .comment('keyed hash of the bytes');
    table.integer('bytes').notNullable();
    table.integer('resource_count').notNullable();
    table
      .text('outputs')
      .notNullable()
      .comment('JSON, sensitive values left out');
    table.boolean('recovered').notNullable().defaultTo(false);
    table.string('created_at', 24).notNullable();
    table.index(['workspace_id', 'created_at']);
    table.index(['run_id']);
  });

  await knex.schema.createTable('rejected_states', table => {
    table.comment('States left behind that could not become the current one');
    table.string('id', 36).primary();
    table.string('workspace_id', 36).notNullable();
    table.string('run_id', 36).notNullable();
    table.text('reason').notNullable();
    table.binary('sealed').notNullable();
    table.string('created_at', 24).notNullable();
    table.index(['workspace_id']);
  });

  await knex.schema.createTable('state_resources', table => {
    table.comment('Resources in the current state of each workspace');
    table.string('workspace_id', 36).notNullable();
    table.integer('position').notNullable();
    table.text('address').notNullable();
    table.string('type', 255).notNullable();
    table.string('name', 255).notNullable();
    table.text('module').notNullable();
    table.string('mode', 10).notNullable();
    table.string('provider', 255).notNullable();
    table.text('resource_id');
    table.text('search').notNullable().comment('lower case');
    table.primary(['workspace_id', 'position']);
    table.index(['type']);
  });

  await knex.schema.createTable('secrets', table => {
    table.comment('Values given by people, sealed, used once');
    table.string('ref', 36).primary();
    table.binary('sealed').notNullable();
    table.string('created_by', 255).notNullable();
    table.string('created_at', 24).notNullable();
    table.string('expires_at', 24).notNullable();
  });

  await knex.schema.createTable('idempotency_keys', table => {
    table.comment('Answers to repeated requests');
    table.string('caller', 255).notNullable();
    table.string('key', 255).notNullable();
    table.string('request_hash', 64).notNullable();
    table.string('created_id', 36).notNullable();
    table.string('created_at', 24).notNullable();
    table.primary(['caller', 'key']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'idempotency_keys',
    'secrets',
    'state_resources',
    'rejected_states',
    'state_versions',
    'run_events',
    'approvals',
    'plan_changes',
    'plans',
    'state_credentials',
    'phases',
    'run_requesters',
    'runs',
    'workspaces',
  ]) {
    await knex.schema.dropTable(table);
  }
};
