/** What the AWS provider calls for one type of resource, as IAM actions in full. */
export interface TypeActions {
  /** to refresh it; also what a create, update or delete reads on its way */
  read: string[];
  create: string[];
  update: string[];
  delete: string[];
}

/** By type as Terraform names it; data sources as `data.aws_vpc`. */
export type ActionTable = Record<string, TypeActions>;

/**
 * Actions of one service, written without its prefix: `GetRole` becomes `iam:GetRole`. What has a prefix is another service's and stays.
 */
export function service(
  prefix: string,
  types: Record<string, Partial<TypeActions>>,
): ActionTable {
  const full = (actions: string[] = []) =>
    actions.map(action =>
      action.includes(':') ? action : `${prefix}:${action}`,
    );
  return Object.fromEntries(
    Object.entries(types).map(([type, actions]) => [
      type,
      {
        read: full(actions.read),
        create: full(actions.create),
        update: full(actions.update),
        delete: full(actions.delete),
      },
    ]),
  );
}
