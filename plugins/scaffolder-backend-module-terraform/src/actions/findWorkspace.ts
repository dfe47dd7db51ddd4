import type {
  TerraformApi,
  TerraformRequestOptions,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';

/** The workspace of exactly this name among those that the caller may read. */
export async function findWorkspace(
  terraform: TerraformApi,
  name: string,
  options: TerraformRequestOptions,
): Promise<Workspace | undefined> {
  let cursor: string | undefined;
  do {
    // The search takes parts of names, too.
    const page = await terraform.listWorkspaces(
      { search: name, limit: 200, cursor },
      options,
    );
    const found = page.items.find(workspace => workspace.name === name);
    if (found) return found;
    cursor = page.nextCursor;
  } while (cursor);
  return undefined;
}
