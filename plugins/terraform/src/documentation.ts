/** Where the documentation says more than a screen can. */
export const ACCOUNTS_DOCUMENTATION =
  'https://github.com/planroom/planroom/blob/main/docs/configuration.md#terraformaccountsname';
