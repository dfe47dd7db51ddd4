/** A column with sealed values. */
export interface SealedColumn {
  table: string;
  /** name of the column that names the row: the primary key, or one as unique */
  row: string;
  column: string;
  /** tells how old the row is; created_at unless it says otherwise */
  age?: string;
}

/** Every column with sealed values: the newest of each must open before the portal starts, and all are sealed again under a new key. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'state_versions', row: 'id', column: 'sealed' },
  { table: 'rejected_states', row: 'id', column: 'sealed' },
  { table: 'plans', row: 'run_id', column: 'plan_sealed' },
  { table: 'plans', row: 'run_id', column: 'archive_sealed' },
  {
    table: 'phases',
    row: 'phase_id',
    column: 'log_sealed',
    age: 'started_at',
  },
  { table: 'runs', row: 'id', column: 'variables_sealed' },
  { table: 'workspaces', row: 'id', column: 'variables_sealed' },
  { table: 'secrets', row: 'ref', column: 'sealed' },
  { table: 'account_credentials', row: 'account', column: 'credential_sealed' },
  { table: 'oidc_keys', row: 'id', column: 'private_sealed' },
];
