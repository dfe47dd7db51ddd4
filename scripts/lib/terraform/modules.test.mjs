// What every module of the library has, and that each rule a caller can break has a test that breaks it.
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

const PARTS = [
  'README.md',
  'examples/default/main.tf',
  'main.tf',
  'module.yaml',
  'outputs.tf',
  'terraform.tf',
  'tests/examples.tftest.hcl',
  'tests/shape.tftest.hcl',
  'tests/validation.tftest.hcl',
  'variables.tf',
];

async function parsedFiles(name) {
  return Promise.all(
    readdirSync(join(MODULES, name))
      .filter(file => file.endsWith('.tf'))
      .map(file =>
        parse(file, readFileSync(join(MODULES, name, file), 'utf8')),
      ),
  );
}

describe('modules', () => {
  for (const name of names) {
    it(`${name} is complete, and leaves providers to its caller`, async () => {
      assert.deepEqual(
        PARTS.filter(part => !existsSync(join(MODULES, name, part))),
        [],
      );
      for (const content of await parsedFiles(name)) {
        assert.equal(content.provider, undefined);
        assert.ok(!JSON.stringify(content).includes('"provisioner"'));
      }
      const { requiredProviders } = await readModule(join(MODULES, name));
      const cloud = name.split('-')[0];
      const provider = { azure: 'azurerm', gcp: 'google' }[cloud] ?? 'aws';
      assert.deepEqual(
        Object.keys(requiredProviders),
        name === 'sandbox' ? [] : [provider],
      );
    });
  }
});

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
