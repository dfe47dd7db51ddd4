// Each rule that a caller of a module can break has a test that breaks it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from '@cdktn/hcl2json';
import { ROOT } from '../project.mjs';
import { load } from '../typescript.mjs';

const { readModule } = load(
  `${ROOT}/plugins/terraform-backend/src/modules/readModule.ts`,
);
const MODULES = join(ROOT, 'terraform/modules');
const names = readdirSync(MODULES).filter(name =>
  existsSync(join(MODULES, name, 'module.yaml')),
);

/** How many runs of a module's tests expect each variable to be refused. */
async function expectedRefusals(name) {
  const counts = new Map();
  const tests = join(MODULES, name, 'tests');
  for (const file of readdirSync(tests)) {
    const content = await parse(file, readFileSync(join(tests, file), 'utf8'));
    for (const [run] of Object.values(content.run ?? {})) {
      for (const reference of run.expect_failures ?? []) {
        const variable = /^\$\{var\.(\w+)\}$/.exec(reference)?.[1];
        counts.set(variable, (counts.get(variable) ?? 0) + 1);
      }
    }
  }
  return counts;
}

describe('validations', () => {
  for (const name of names) {
    it(`of ${name} are each broken by a test, and help who broke them`, async () => {
      const { variables } = await readModule(join(MODULES, name));
      const refusals = await expectedRefusals(name);
      const untested = variables
        .map(variable => [
          variable.name,
          variable.validations.length,
          refusals.get(variable.name) ?? 0,
        ])
        .filter(([, rules, tests]) => tests < rules);
      assert.deepEqual(untested, [], 'variable, validations, tests');

      const messages = variables.flatMap(({ validations }) =>
        validations.map(({ errorMessage }) => errorMessage),
      );
      assert.deepEqual(
        messages.filter(message => !/^["A-Z`].{15,}\.["`]?$/s.test(message)),
        [],
        'a message is a sentence',
      );
      assert.deepEqual(
        variables.filter(({ description }) => !description?.trim()),
        [],
      );
    });
  }
});
