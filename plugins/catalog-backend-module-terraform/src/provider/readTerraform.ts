import type {
  Account,
  Module,
  TerraformApi,
  TerraformRequestOptions,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';

const PAGE_SIZE = 200;

/** Everything that becomes an entity. */
export interface TerraformContent {
  modules: Module[];
  accounts: Account[];
  workspaces: Workspace[];
}

/** Reads all modules and accounts and all pages of workspaces, or throws: a part would remove the rest from the catalog. */
export async function readTerraform(
  terraform: TerraformApi,
  options: TerraformRequestOptions,
): Promise<TerraformContent> {
  const modules = await terraform.listModules(options);
  const accounts = await terraform.listAccounts(options);
  const workspaces: Workspace[] = [];
  let cursor: string | undefined;
  do {
    const page = await terraform.listWorkspaces(
      { limit: PAGE_SIZE, cursor },
      options,
    );
    workspaces.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return { modules, accounts, workspaces };
}
