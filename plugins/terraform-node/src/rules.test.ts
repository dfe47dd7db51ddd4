import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  TerraformResourceFilter,
  TerraformRunResource,
  TerraformWorkspaceResource,
} from './resources';
import { terraformRunRules, terraformWorkspaceRules } from './rules';

const workspace: TerraformWorkspaceResource = {
  id: 'workspace',
  owner: 'group:default/owners',
  environment: 'production',
  approverGroups: ['group:default/reviewers'],
};
const run: TerraformRunResource = {
  ...workspace,
  id: 'run',
  workspaceId: workspace.id,
  requesters: ['user:default/developer'],
  excludeRequester: true,
};
const openRun: TerraformRunResource = { ...run, excludeRequester: false };

/** What a filter means, said once more for a loaded thing. */
function selects(
  query: PermissionCriteria<TerraformResourceFilter>,
  thing: TerraformWorkspaceResource | TerraformRunResource,
): boolean {
  if (!('key' in query)) throw new Error('A rule gives one filter');
  const requesters = 'requesters' in thing ? thing.requesters : [];
  const facts: Record<TerraformResourceFilter['key'], string[]> = {
    owner: [thing.owner],
    environment: [thing.environment],
    approverGroup: thing.approverGroups,
    requester: requesters,
    excludedRequester:
      'requesters' in thing && thing.excludeRequester ? requesters : [],
  };
  return facts[query.key].some(fact => query.values.includes(fact));
}

const claimCases = [
  { claims: [] },
  { claims: ['group:default/owners'] },
  { claims: ['user:default/developer', 'group:default/reviewers'] },
];
const environmentCases = [
  { environments: [] },
  { environments: ['dev'] },
  { environments: ['dev', 'production'] },
];
const requesterCases = ['user:default/developer', 'user:default/other'].flatMap(
  userEntityRef =>
    [undefined, false, true].map(onlyWhereExcluded => ({
      userEntityRef,
      onlyWhereExcluded,
    })),
);

describe('rules', () => {
  it.each(claimCases)('agree with their filters on %j', params => {
    for (const rules of [terraformWorkspaceRules, terraformRunRules]) {
      for (const rule of [rules.isWorkspaceOwner, rules.isApproverOf]) {
        expect(selects(rule.toQuery(params), run)).toBe(
          rule.apply(run, params),
        );
      }
    }
    const { isWorkspaceOwner, isApproverOf } = terraformWorkspaceRules;
    expect(isWorkspaceOwner.apply(workspace, params)).toBe(
      params.claims.includes(workspace.owner),
    );
    expect(isApproverOf.apply(workspace, params)).toBe(
      params.claims.includes('group:default/reviewers'),
    );
  });

  it.each(environmentCases)('agree with their filters on %j', params => {
    for (const rule of [
      terraformWorkspaceRules.inEnvironment,
      terraformRunRules.inEnvironment,
    ]) {
      const allowed = rule.apply(run, params);
      expect(allowed).toBe(params.environments.includes('production'));
      expect(selects(rule.toQuery(params), run)).toBe(allowed);
    }
  });

  it.each(requesterCases)('agree with their filters on %j', params => {
    const { apply, toQuery } = terraformRunRules.isRequester;
    const asked = params.userEntityRef === 'user:default/developer';
    for (const thing of [run, openRun]) {
      const allowed = apply(thing, params);
      expect(allowed).toBe(
        asked && (!params.onlyWhereExcluded || thing.excludeRequester),
      );
      expect(selects(toQuery(params), thing)).toBe(allowed);
    }
  });
});
