// The permission sets of the module terraform-permissions: that plans may read and applies may make what is in the library's modules.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../project.mjs';
import { load } from '../typescript.mjs';

const MODULES = join(ROOT, 'terraform/modules');
const SETS = join(MODULES, 'terraform-permissions/permission_sets');

const { readModule } = load(
  `${ROOT}/plugins/terraform-backend/src/modules/readModule.ts`,
);

/** What a resource, or with `data.` a data source, cannot do without: an action of plans and one of applies. Without any, AWS asks for none. */
const NEEDED = readJson(join(ROOT, 'scripts/lib/terraform/resourceTypes.json'));

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Actions by phase, with those of the parts that the set shares; as in the module, an apply may also do what a plan may. */
function actionsOf(name) {
  const set = readJson(join(SETS, `${name}.json`));
  const parts = [
    set,
    ...(set.includes ?? []).map(part =>
      readJson(join(SETS, 'shared', `${part}.json`)),
    ),
  ];
  const inPhase = phase =>
    parts.flatMap(part =>
      Object.values(part[phase]).flatMap(({ actions }) => actions),
    );
  const plan = inPhase('plan');
  return { plan, apply: [...plan, ...inPhase('apply')] };
}

function allows(actions, wanted) {
  return actions.some(
    action =>
      action === wanted ||
      (action.endsWith('*') && wanted.startsWith(action.slice(0, -1))),
  );
}

const keyOf = ({ mode, type }) => (mode === 'managed' ? type : `data.${type}`);

const modules = await Promise.all(
  readdirSync(MODULES)
    .sort()
    .map(name => readModule(join(MODULES, name))),
);
const onAws = modules.filter(({ cloud }) => cloud === 'aws');
const withSet = onAws.filter(({ permissionSet }) => permissionSet);

describe('the permission sets', () => {
  it('are there for all modules on AWS but those that only the platform applies', () => {
    assert.deepEqual(
      onAws
        .filter(({ category }) => category !== 'platform')
        .map(({ name, permissionSet }) => [name, permissionSet]),
      withSet.map(({ name }) => [name, name]),
    );
    assert.deepEqual(
      readdirSync(SETS)
        .filter(file => file.endsWith('.json'))
        .sort(),
      withSet.map(({ permissionSet }) => `${permissionSet}.json`),
    );
  });

  it('share parts that are there, and no part is left over', () => {
    const shared = withSet.flatMap(
      ({ permissionSet }) =>
        readJson(join(SETS, `${permissionSet}.json`)).includes ?? [],
    );
    assert.deepEqual(
      [...new Set(shared)].sort().map(part => `${part}.json`),
      readdirSync(join(SETS, 'shared')).sort(),
    );
  });

  for (const { name, permissionSet, resources } of withSet) {
    it(`${permissionSet} lets plans read and applies make what is in ${name}`, () => {
      assert.ok(existsSync(join(SETS, `${permissionSet}.json`)));
      const actions = actionsOf(permissionSet);
      const keys = [...new Set(resources.map(keyOf))];
      assert.deepEqual(
        keys.filter(key => !NEEDED[key]),
        [],
        'each is in resourceTypes.json',
      );
      const missing = keys.flatMap(key =>
        Object.entries(NEEDED[key])
          .filter(([phase, action]) => !allows(actions[phase], action))
          .map(([phase, action]) => `${phase}: ${action}, for ${key}`),
      );
      assert.deepEqual(missing, []);
    });
  }

  it('are compared with nothing that no module has', () => {
    const used = new Set(
      withSet.flatMap(({ resources }) => resources.map(keyOf)),
    );
    assert.deepEqual(
      Object.keys(NEEDED).filter(key => !used.has(key)),
      [],
    );
  });

  it('can be used with every module that makes roles: it takes the boundary', () => {
    const makesRoles = onAws.filter(
      ({ name, resources }) =>
        name !== 'terraform-permissions' &&
        resources.some(({ type }) => type === 'aws_iam_role'),
    );
    assert.deepEqual(
      makesRoles
        .filter(
          ({ variables }) =>
            !variables.some(
              variable => variable.name === 'permissions_boundary_arn',
            ),
        )
        .map(({ name }) => name),
      [],
    );
  });
});
