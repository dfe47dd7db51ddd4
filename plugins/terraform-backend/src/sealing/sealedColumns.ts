/** A column with sealed values; its row is named by the primary key. */
export interface SealedColumn {
  table: string;
  /** name of the primary key */
  row: string;
  column: string;
}

/** Every column with sealed values: the newest of each must open before the portal starts, and all are sealed again under a new key. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'state_versions', row: 'id', column: 'sealed' },
  { table: 'rejected_states', row: 'id', column: 'sealed' },
  { table: 'plans', row: 'run_id', column: 'plan_sealed' },
  { table: 'plans', row: 'run_id', column: 'archive_sealed' },
  { table: 'runs', row: 'id', column: 'variables_sealed' },
  { table: 'workspaces', row: 'id', column: 'variables_sealed' },
  { table: 'secrets', row: 'ref', column: 'sealed' },
  { table: 'account_credentials', row: 'account', column: 'credential_sealed' },
  { table: 'oidc_keys', row: 'id', column: 'private_sealed' },
];
