// The forms under templates/: that they ask for what the modules take, and hand it on so that it fits.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createTemplateRenderer } from 'nunjitsu';
import { parse } from 'yaml';
import { ROOT } from '../project.mjs';
import { load } from '../typescript.mjs';

const MODULES = `${ROOT}/plugins/terraform-backend/src/modules`;
const { readModule } = load(`${MODULES}/readModule.ts`);
const { checkVariables } = load(`${MODULES}/checkVariables.ts`);
const { filledVariables } = load(
  `${ROOT}/plugins/scaffolder-backend-module-terraform/src/actions/cleanInput.ts`,
);

/** What somebody answers where the form has no default; by template, and by cloud where it asks for one. */
const ANSWERS = {
  'sandbox-service': {},
  'object-storage/aws': { name: 'payments-receipts' },
  'object-storage/azure': {
    name: 'paymentsreceipts',
    resource_group_name: 'payments-dev',
    location: 'westeurope',
  },
  'object-storage/gcp': { name: 'payments-receipts', location: 'europe-west1' },
  'virtual-machine/aws': {
    name: 'build-agent',
    vpc_id: 'vpc-0a1b2c3d4e5f67890',
    subnet_id: 'subnet-0a1b2c3d4e5f67890',
  },
  'virtual-machine/azure': {
    name: 'build-agent',
    resource_group_name: 'payments-dev',
    location: 'westeurope',
    subnet_id:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/payments-dev/providers/Microsoft.Network/virtualNetworks/main/subnets/private',
    ssh_public_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVubm9ib2R5J3Mga2V5',
  },
  'virtual-machine/gcp': {
    name: 'build-agent',
    zone: 'europe-west1-b',
    network: 'projects/payments-dev/global/networks/main',
    subnetwork:
      'projects/payments-dev/regions/europe-west1/subnetworks/private',
  },
  database: {
    name: 'payments',
    vpc_id: 'vpc-0a1b2c3d4e5f67890',
    subnet_ids: ['subnet-0a1b2c3d4e5f67890', 'subnet-0a1b2c3d4e5f67891'],
  },
  network: {
    name: 'payments-dev',
    cidr: '10.20.0.0/16',
    availability_zones: ['eu-west-1a', 'eu-west-1b'],
  },
  'kubernetes-cluster': {
    name: 'payments-dev',
    vpc_id: 'vpc-0a1b2c3d4e5f67890',
    subnet_ids: ['subnet-0a1b2c3d4e5f67890', 'subnet-0a1b2c3d4e5f67891'],
    access_entries: {
      platform: {
        principal_arn: 'arn:aws:iam::111122223333:role/platform',
        preset: 'view',
      },
    },
  },
  queue: { name: 'payments', queues: { orders: {} } },
};
const WHERE = {
  workspace: 'payments-dev',
  environment: 'dev',
  owner: 'group:default/developers',
};

function readTemplate(name) {
  return parse(
    readFileSync(join(ROOT, 'templates', name, 'template.yaml'), 'utf8'),
  );
}

/** Properties of all pages, with those that the chosen cloud brings, and the names of those that are required. */
function fieldsOf({ spec }, cloud) {
  const pages = spec.parameters.flatMap(page => [
    page,
    ...(page.dependencies?.cloud?.oneOf ?? []).filter(branch =>
      branch.properties.cloud.enum.includes(cloud),
    ),
  ]);
  return {
    properties: Object.assign(
      {},
      ...pages.map(({ properties }) => properties),
      spec.parameters[0].properties.cloud && {
        cloud: spec.parameters[0].properties.cloud,
      },
    ),
    required: pages.flatMap(({ required = [] }) => required),
  };
}

/** What a form holds before anybody answers. */
function defaultsOf(properties) {
  return Object.fromEntries(
    Object.entries(properties)
      .map(([name, { default: value, properties: inner }]) => [
        name,
        value ?? (inner && defaultsOf(inner)),
      ])
      .filter(([, value]) => value !== undefined),
  );
}

/** What a form's field must have in common with the variable. */
function fieldOf({ schema, sensitive }) {
  return sensitive
    ? { type: 'object', 'ui:field': 'TerraformSecret' }
    : { type: schema.type };
}

function rendered(input, parameters) {
  const renderer = createTemplateRenderer({});
  return JSON.parse(JSON.stringify(input), (_key, value) =>
    typeof value === 'string'
      ? renderer.renderValue(value, { parameters })
      : value,
  );
}

const templates = readdirSync(join(ROOT, 'templates')).filter(
  name => !['destroy-workspace', 'any-module'].includes(name),
);
const cases = templates.flatMap(name => {
  const clouds = readTemplate(name).spec.parameters[0].properties.cloud?.enum;
  return clouds ? clouds.map(cloud => [name, cloud]) : [[name]];
});

describe('the forms of the modules', () => {
  for (const [name, cloud] of cases) {
    it(`${name}${
      cloud ? ` in ${cloud}` : ''
    } asks for what its module takes`, async () => {
      const template = readTemplate(name);
      const { properties, required } = fieldsOf(template, cloud);
      const [{ action, input }] = template.spec.steps;
      assert.equal(action, 'terraform:run:create');
      const answers = ANSWERS[[name, cloud].filter(Boolean).join('/')];
      assert.ok(answers, `there are answers for ${name} in ${cloud}`);
      const parameters = {
        ...defaultsOf(properties),
        ...WHERE,
        ...(cloud && { cloud }),
        ...answers,
      };

      const {
        module: moduleName,
        variables,
        kind,
      } = rendered(input, parameters);
      assert.equal(kind ?? 'plan_and_apply', 'plan_and_apply');
      assert.ok(
        template.metadata.annotations['terraform.planroom.io/module']
          .split(',')
          .includes(moduleName),
      );
      const module = await readModule(
        `${ROOT}/terraform/modules/${moduleName}`,
      );

      // What reaches the module fits, also when the form kept answers for another cloud.
      assert.deepEqual(
        checkVariables(module, filledVariables(variables, module)),
        [],
      );
      const others = Object.entries(ANSWERS)
        .filter(([key]) => key.startsWith(`${name}/`))
        .map(([, other]) => other);
      const stale = rendered(input, Object.assign({}, ...others, parameters));
      assert.deepEqual(
        checkVariables(module, filledVariables(stale.variables, module)),
        [],
      );

      const asked = module.variables.filter(
        variable => properties[variable.name],
      );
      for (const variable of asked) {
        const field = properties[variable.name];
        assert.deepEqual(
          { ...field, ...fieldOf(variable) },
          field,
          variable.name,
        );
        if (variable.schema.enum && field.enum) {
          assert.ok(
            field.enum.every(choice => variable.schema.enum.includes(choice)),
            `${variable.name} offers what the module allows`,
          );
        }
      }
      const needed = module.variables.filter(variable => variable.required);
      assert.deepEqual(
        needed
          .map(variable => variable.name)
          .filter(each => !required.includes(each)),
        [],
      );
      const own = Object.keys(input.variables);
      assert.deepEqual(
        asked
          .map(variable => variable.name)
          .filter(each => !own.includes(each)),
        [],
        'every answer is handed on',
      );
    });
  }

  it('says nothing in one cloud that was meant for another', () => {
    // The form keeps one set of `ui:` options for each name, whatever the cloud: help that differs belongs into the description.
    for (const name of templates) {
      const branches =
        readTemplate(name).spec.parameters[0].dependencies?.cloud.oneOf ?? [];
      const options = new Map();
      for (const [field, { ...schema }] of branches.flatMap(
        ({ properties: { cloud: _cloud, ...own } }) => Object.entries(own),
      )) {
        const own = JSON.stringify(
          Object.entries(schema).filter(([key]) => key.startsWith('ui:')),
        );
        assert.equal(options.get(field) ?? own, own, `${name}: ${field}`);
        options.set(field, own);
      }
    }
  });

  it('ends the same way in every form', () => {
    const [first, ...rest] = [...templates, 'any-module']
      .filter(name => name !== 'sandbox-service')
      .map(name => readTemplate(name).spec.parameters.at(-1));
    for (const page of rest) assert.deepEqual(page, first);
  });

  it('asks in every form for an environment that the installation has', () => {
    for (const name of [...templates, 'any-module']) {
      const template = readTemplate(name);
      const { environment } = template.spec.parameters.at(-1).properties;
      assert.equal(environment.type, 'string', name);
      assert.equal(environment['ui:field'], 'TerraformEnvironment', name);
      assert.equal(environment.enum, undefined, name);
      assert.ok(fieldsOf(template).required.includes('environment'), name);
    }
  });

  it('offers every other module by one form', () => {
    const { metadata, spec } = readTemplate('any-module');
    assert.equal(metadata.annotations['terraform.planroom.io/module'], '*');
    const { module, variables } = rendered(spec.steps[0].input, {
      ...WHERE,
      target: { module: 'aws-ecr', variables: { name: 'a', tags: { a: 'b' } } },
    });
    assert.equal(module, 'aws-ecr');
    assert.deepEqual(
      { ...variables, tags: { ...variables.tags } },
      { name: 'a', tags: { a: 'b' } },
    );
  });
});
