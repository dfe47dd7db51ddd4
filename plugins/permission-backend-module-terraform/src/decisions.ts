import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';

export const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
export const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

export function isPlatform(context: {
  ownershipEntityRefs: string[];
  platformGroups: string[];
}): boolean {
  return context.platformGroups.some(group =>
    context.ownershipEntityRefs.includes(group),
  );
}
