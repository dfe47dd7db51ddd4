import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

/** @throws InputError when it is not the reference of a group */
export function parseOwner(ref: string): string {
  const owner = normalizeRef(ref, 'group');
  if (!owner.startsWith('group:')) {
    throw new InputError(
      `owner must be a group such as group:default/team-a, not ${ref}`,
    );
  }
  return owner;
}

/** @throws InputError when it is not an entity reference */
export function normalizeRef(ref: string, defaultKind: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(ref, { defaultKind }));
  } catch {
    throw new InputError(
      `${ref} is not an entity reference such as ${defaultKind}:default/name`,
    );
  }
}
