import { parseEntityRef, ResourceEntity } from '@backstage/catalog-model';
import type { Account } from '@planroom/backstage-plugin-terraform-common';
import { locationAnnotations } from './locationAnnotations';

/** Annotation of an account, and of a workspace in it: the account's name. */
export const ANNOTATION_ACCOUNT = 'terraform.planroom.io/account';
const ANNOTATION_ACCOUNT_ID = 'terraform.planroom.io/account-id';
const ENTITY_TYPE_ACCOUNT = 'cloud-account';

/** A cloud account as a Resource. Takes only what is named here: how to get into it never reaches the catalog. */
export function toAccountEntity(
  account: Account,
  options: { appBaseUrl: string },
): ResourceEntity {
  const { name, cloud, accountId } = account;
  const base = options.appBaseUrl.replace(/\/+$/, '');
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: parseEntityRef(account.entityRef).name,
      namespace: parseEntityRef(account.entityRef).namespace,
      title: account.title ?? name,
      tags: [cloud],
      annotations: {
        ...locationAnnotations(`accounts/${name}`),
        [ANNOTATION_ACCOUNT]: name,
        [ANNOTATION_ACCOUNT_ID]: accountId,
      },
      links: [
        {
          url: `${base}/terraform/accounts/${encodeURIComponent(name)}`,
          title: 'Account',
        },
      ],
    },
    spec: { type: ENTITY_TYPE_ACCOUNT, owner: account.owner },
  };
}
