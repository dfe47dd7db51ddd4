import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const PLATFORM_GROUPS_KEY = 'permission.terraform.platformGroups';
const DEFAULT_PLATFORM_GROUPS = ['group:default/platform'];

/**
 * The groups that operate Planroom.
 *
 * @throws InputError for what is not a complete entity reference, which would silently match nobody
 */
export function readPlatformGroups(config: Config): string[] {
  const groups =
    config.getOptionalStringArray(PLATFORM_GROUPS_KEY) ??
    DEFAULT_PLATFORM_GROUPS;
  for (const group of groups) {
    if (!/^group:[^/:]+\/[^/:]+$/i.test(group)) {
      throw new InputError(
        `${PLATFORM_GROUPS_KEY} has "${group}", which is not an entity reference such as group:default/platform`,
      );
    }
  }
  // References in tokens and in the catalog are lower-case.
  return groups.map(group => group.toLocaleLowerCase('en-US'));
}
