import {
  shortName,
  type Account,
} from '@planroom/backstage-plugin-terraform-common';

/** What narrows the list of accounts; undefined and empty narrow nothing. */
export type AccountFilters = {
  search: string;
  cloud?: string;
  environment?: string;
};

/** The accounts that a search for name, title, id, region or owner and the filters leave. */
export function filterAccounts(
  accounts: Account[],
  { search, cloud, environment }: AccountFilters,
): Account[] {
  const wanted = search.trim().toLowerCase();
  return accounts.filter(
    account =>
      (!cloud || account.cloud === cloud) &&
      (!environment || account.environments.includes(environment)) &&
      [
        account.name,
        account.title ?? '',
        account.accountId,
        shortName(account.owner),
        ...account.regions,
      ].some(text => text.toLowerCase().includes(wanted)),
  );
}
