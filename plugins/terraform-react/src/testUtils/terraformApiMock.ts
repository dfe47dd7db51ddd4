import type { TerraformApi } from '@planroom/backstage-plugin-terraform-common';

/**
 * A terraform API for tests that knows only the given methods; any other one rejects, saying which.
 *
 * @public
 */
export function terraformApiMock(
  methods: Partial<TerraformApi> = {},
): TerraformApi {
  return new Proxy(methods, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (async () => {
        throw new Error(`The test gave no ${String(name)} to terraformApiMock`);
      }),
  }) as TerraformApi;
}
