import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocument } from './schema';
import { writeMirror, type WrittenDouble } from './writeMirror';

const DOCUMENT = {
  format_version: '1.0',
  provider_schemas: {
    'registry.terraform.io/example/box': {
      provider: {
        version: 0,
        block: { attributes: { region: { type: 'string', optional: true } } },
      },
      resource_schemas: {
        box_thing: {
          version: 0,
          block: {
            attributes: {
              id: { type: 'string', computed: true },
              name: { type: 'string', required: true },
              size: { type: 'number', optional: true },
              tags: { type: ['map', 'string'], optional: true },
            },
            block_types: {
              disk: {
                nesting_mode: 'list',
                max_items: 1,
                block: {
                  attributes: { size: { type: 'number', required: true } },
                },
              },
            },
          },
        },
      },
      data_source_schemas: {
        box_catalogue: {
          version: 0,
          block: { attributes: { id: { type: 'string', computed: true } } },
        },
      },
    },
  },
  x_source: { version: '4.2.0', force_new: { box_thing: ['name'] } },
};

const HEAD = `
terraform {
  required_providers {
    box = {
      source  = "example/box"
      version = "~> 4.0"
    }
  }
}
provider "box" {
  region = "somewhere"
}
`;

const THING = `
resource "box_thing" "this" {
  name = "one"
  size = 2
  tags = { a = "b" }
  disk {
    size = 10
  }
}
output "id" {
  value = box_thing.this.id
}
`;

/** What a real provider would have left behind. */
const STATE = {
  version: 4,
  terraform_version: '1.11.4',
  serial: 1,
  lineage: 'b7ff9a4e-2d4b-4a55-a7d2-4b0a4bd4ee65',
  outputs: {},
  resources: [
    {
      mode: 'managed',
      type: 'box_thing',
      name: 'this',
      provider: 'provider["registry.terraform.io/example/box"]',
      instances: [
        {
          schema_version: 0,
          attributes: {
            id: 'b-1',
            name: 'one',
            size: 1,
            tags: { a: 'b' },
            disk: [{ size: 10 }],
          },
        },
      ],
    },
  ],
};

describe('a double, with the real Terraform', () => {
  const root = mkdtempSync(join(tmpdir(), 'planroom-double-'));
  const work = join(root, 'work');
  let written: WrittenDouble[];

  beforeAll(async () => {
    writeFileSync(join(root, 'box.json'), JSON.stringify(DOCUMENT));
    written = await writeMirror({
      documents: [join(root, 'box.json')],
      target: join(root, 'mirror'),
    });
    writeFileSync(
      join(root, 'terraformrc'),
      `provider_installation {\n  filesystem_mirror {\n    path = "${join(
        root,
        'mirror',
      )}"\n  }\n}\n`,
    );
  }, 60_000);

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function terraform(...args: string[]) {
    const { status, stdout, stderr } = spawnSync('terraform', args, {
      cwd: work,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: root,
        TF_CLI_CONFIG_FILE: join(root, 'terraformrc'),
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
      },
    });
    return { status, output: stdout + stderr };
  }

  function configure(content: string, state?: object) {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work);
    writeFileSync(join(work, 'main.tf'), HEAD + content);
    if (state) {
      writeFileSync(join(work, 'terraform.tfstate'), JSON.stringify(state));
    }
    expect(terraform('init', '-input=false')).toMatchObject({ status: 0 });
  }

  function plannedChange() {
    expect(
      terraform('plan', '-input=false', '-no-color', '-out=plan'),
    ).toMatchObject({ status: 0 });
    const plan = JSON.parse(terraform('show', '-json', 'plan').output);
    return plan.resource_changes[0].change;
  }

  it('lets a configuration be validated, planned and tested, and applies nothing', () => {
    expect(written).toEqual([
      { address: 'registry.terraform.io/example/box', version: '4.2.0' },
    ]);
    configure(THING);
    expect(terraform('validate')).toMatchObject({ status: 0 });
    expect(plannedChange()).toMatchObject({
      actions: ['create'],
      before: null,
      after: {
        name: 'one',
        size: 2,
        tags: { a: 'b' },
        disk: [{ size: 10 }],
      },
      after_unknown: { id: true },
    });
    const applied = terraform('apply', '-no-color', 'plan');
    expect(applied.status).toBe(1);
    expect(applied.output).toContain('A stand-in cannot apply');
    expect(applied.output.replace(/\W+/g, ' ')).toContain(
      'stands in for version 4 2 0 of it',
    );
    expect(terraform('state', 'list').output).not.toContain('box_thing');

    writeFileSync(
      join(work, 'box.tftest.hcl'),
      'mock_provider "box" {}\nrun "x" {\n  command = plan\n  assert {\n    condition = box_thing.this.size == 2\n    error_message = "m"\n  }\n}\n',
    );
    expect(terraform('test', '-no-color').output).toContain(
      '1 passed, 0 failed',
    );
  }, 60_000);

  it('plans changes, replacements and the end of what is in the state', () => {
    configure(THING, STATE);
    expect(plannedChange()).toMatchObject({
      actions: ['update'],
      before: { id: 'b-1', size: 1 },
      after: { id: 'b-1', size: 2 },
    });
    configure(THING.replace('"one"', '"two"'), STATE);
    expect(plannedChange()).toMatchObject({
      actions: ['delete', 'create'],
      replace_paths: [['name']],
      after_unknown: { id: true },
    });
    configure('', STATE);
    expect(plannedChange()).toMatchObject({ actions: ['delete'] });
  }, 60_000);

  it.each([
    [
      'an argument that there is not',
      'size = 2',
      'colour = 2',
      /Unsupported argument/,
    ],
    ['an argument too few', 'name = "one"', '', /Missing required argument/],
    ['a wrong type', 'size = 2', 'size = "large"', /a number is required/],
    [
      'a block too many',
      'disk {',
      'disk {\n size = 1\n }\n disk {',
      /Too many disk blocks/,
    ],
    [
      'a computed value',
      'size = 2',
      'id = "x"',
      /Value for unconfigurable attribute/,
    ],
  ])(
    'has %s refused',
    (_name, before, after, message) => {
      configure(THING.replace(before, after));
      const { status, output } = terraform('validate', '-no-color');
      expect(status).toBe(1);
      expect(output).toMatch(message);
    },
    60_000,
  );

  it('cannot answer for a data source', () => {
    configure('data "box_catalogue" "all" {}');
    const { status, output } = terraform('plan', '-no-color');
    expect(status).toBe(1);
    expect(output).toContain('A stand-in cannot read data');
  }, 60_000);

  it('does nothing when somebody starts it by hand', () => {
    const start = join(
      root,
      'mirror/registry.terraform.io/example/box/4.2.0',
      spawnSync('ls', [
        join(root, 'mirror/registry.terraform.io/example/box/4.2.0'),
      ])
        .stdout.toString()
        .trim(),
      'terraform-provider-box_v4.2.0',
    );
    expect(readFileSync(start, 'utf8')).toContain('provider.cjs');
    const { status, stderr } = spawnSync(start, { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('Terraform starts it');
  });
});

describe('readDocument', () => {
  it('names the place of a mistake', () => {
    expect(() =>
      readDocument(JSON.stringify({ ...DOCUMENT, x_source: {} })),
    ).toThrow(/not right at x_source\.version/);
    expect(() =>
      readDocument(JSON.stringify({ ...DOCUMENT, provider_schemas: {} })),
    ).toThrow(/about one provider, this one is about 0/);
  });
});
