import fc from 'fast-check';
import {
  PermissionCriteria,
  PermissionCondition,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  createTerraformRunConditionalDecision,
  createTerraformWorkspaceConditionalDecision,
  TerraformRunResource,
  terraformRunConditions,
  terraformRunRules,
  TerraformWorkspaceResource,
  terraformWorkspaceConditions,
  terraformWorkspaceRules,
} from '@planroom/backstage-plugin-terraform-node';
import {
  terraformRunReadPermission,
  terraformWorkspaceReadPermission,
} from '@planroom/backstage-plugin-terraform-common';
import {
  APPROVERS,
  createStores,
  createTestDatabases,
  Stores,
} from '../__testUtils__';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const GROUPS = ['group:default/a', 'group:default/b', 'group:default/c'];
const USERS = ['user:default/x', 'user:default/y'];
const ENVIRONMENTS = ['dev', 'production', 'staging'];

const claims = fc.subarray([...GROUPS, ...USERS]);
const environments = fc.subarray(ENVIRONMENTS);

function criteria<T extends PermissionCondition>(
  condition: fc.Arbitrary<T>,
): fc.Arbitrary<PermissionCriteria<T>> {
  return fc.letrec<{ tree: PermissionCriteria<T> }>(tie => {
    const some = fc.array(tie('tree'), { minLength: 1, maxLength: 3 });
    return {
      tree: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        condition as fc.Arbitrary<PermissionCriteria<T>>,
        some.map(parts => ({ allOf: parts } as PermissionCriteria<T>)),
        some.map(parts => ({ anyOf: parts } as PermissionCriteria<T>)),
        tie('tree').map(part => ({ not: part } as PermissionCriteria<T>)),
      ),
    };
  }).tree;
}

const byName =
  <T extends { name: string }>(rules: T[]) =>
  (name: string) => {
    const found = rules.find(rule => rule.name === name);
    if (!found) throw new Error(`There is no rule ${name}`);
    return found;
  };

// One truth in two languages: what SQL selects is what the rules allow.
describe.each(databases.eachSupportedId())('conditions on %s', databaseId => {
  let stores: Stores;
  const runs: TerraformRunResource[] = [];
  const workspaces: TerraformWorkspaceResource[] = [];

  beforeAll(async () => {
    stores = await createStores(await databases.init(databaseId));
    for (const environment of ENVIRONMENTS) {
      for (const owner of GROUPS) {
        const workspace = await stores.addWorkspace({ environment, owner });
        const resource = {
          id: workspace.id,
          owner,
          environment,
          approverGroups: APPROVERS[environment] ?? [],
        };
        workspaces.push(resource);
        for (const requesters of [[USERS[0]], USERS, [USERS[1]]]) {
          const excludeRequester = requesters.length === 1;
          const run = await stores.addRun(workspace, {
            requesters,
            rules: {
              required: 1,
              groups: resource.approverGroups,
              excludeRequester,
              autoApply: 'never',
            },
          });
          runs.push({
            ...resource,
            id: run.id,
            workspaceId: workspace.id,
            requesters,
            excludeRequester,
          });
        }
      }
    }
  });

  it('selects the runs that the rules allow', async () => {
    const rules = Object.values(terraformRunRules);
    const toCriteria = createConditionTransformer(rules);
    const authorizer = createConditionAuthorizer<TerraformRunResource, never>({
      getRuleByName: byName(rules),
    } as never);
    const condition = fc.oneof(
      claims.map(c => terraformRunConditions.isWorkspaceOwner({ claims: c })),
      claims.map(c => terraformRunConditions.isApproverOf({ claims: c })),
      environments.map(e =>
        terraformRunConditions.inEnvironment({ environments: e }),
      ),
      fc
        .record({
          userEntityRef: fc.constantFrom(...USERS),
          onlyWhereExcluded: fc.option(fc.boolean(), { nil: undefined }),
        })
        .map(params => terraformRunConditions.isRequester(params)),
    );
    await fc.assert(
      fc.asyncProperty(criteria(condition), async given => {
        const decision = createTerraformRunConditionalDecision(
          terraformRunReadPermission,
          given,
        );
        const allowed = runs
          .filter(run => authorizer(decision, run))
          .map(run => run.id);
        const { items } = await stores.runs.list({
          limit: 200,
          criteria: toCriteria(given as never) as never,
        });
        expect(items.map(run => run.id).sort()).toEqual(allowed.sort());
      }),
      { numRuns: 150 },
    );
  });

  it('selects the workspaces that the rules allow', async () => {
    const rules = Object.values(terraformWorkspaceRules);
    const toCriteria = createConditionTransformer(rules);
    const authorizer = createConditionAuthorizer<
      TerraformWorkspaceResource,
      never
    >({ getRuleByName: byName(rules) } as never);
    const condition = fc.oneof(
      claims.map(c =>
        terraformWorkspaceConditions.isWorkspaceOwner({ claims: c }),
      ),
      claims.map(c => terraformWorkspaceConditions.isApproverOf({ claims: c })),
      environments.map(e =>
        terraformWorkspaceConditions.inEnvironment({ environments: e }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(criteria(condition), async given => {
        const decision = createTerraformWorkspaceConditionalDecision(
          terraformWorkspaceReadPermission,
          given,
        );
        const allowed = workspaces
          .filter(workspace => authorizer(decision, workspace))
          .map(workspace => workspace.id);
        const { items } = await stores.workspaces.list({
          limit: 200,
          criteria: toCriteria(given as never) as never,
        });
        expect(items.map(w => w.id).sort()).toEqual(allowed.sort());
      }),
      { numRuns: 100 },
    );
  });
});
