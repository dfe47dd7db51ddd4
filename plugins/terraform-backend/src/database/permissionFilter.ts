import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { TerraformResourceFilter } from '@planroom/backstage-plugin-terraform-node';
import { Knex } from 'knex';

export type ResourceCriteria = PermissionCriteria<TerraformResourceFilter>;

/** How one filter is said in SQL for a table. */
export type FilterToSql = (
  query: Knex.QueryBuilder,
  filter: TerraformResourceFilter,
) => void;

/** Adds the condition of a permission decision to a query. */
export function applyCriteria(
  query: Knex.QueryBuilder,
  criteria: ResourceCriteria | undefined,
  toSql: FilterToSql,
): void {
  if (!criteria) return;
  if (isAndCriteria(criteria)) {
    query.andWhere(group => {
      for (const part of criteria.allOf) {
        group.andWhere(sub => applyCriteria(sub, part, toSql));
      }
    });
  } else if (isOrCriteria(criteria)) {
    query.andWhere(group => {
      for (const part of criteria.anyOf) {
        group.orWhere(sub => applyCriteria(sub, part, toSql));
      }
    });
  } else if (isNotCriteria(criteria)) {
    query.whereNot(sub => applyCriteria(sub, criteria.not, toSql));
  } else {
    toSql(query, criteria);
  }
}
