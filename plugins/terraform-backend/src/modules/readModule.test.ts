import { readdirSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { checkVariables } from './checkVariables';
import { readModule } from './readModule';

const MODULES = resolve(__dirname, '../../../../terraform/modules');

const MANIFEST = `
title: Thing
description: A thing
category: test
cloud: none
owner: group:default/platform
lifecycle: experimental
version: 1.2.3
`;

describe('readModule', () => {
  const directory = createMockDirectory();

  function write(files: Record<string, string>): string {
    directory.setContent({ thing: { 'module.yaml': MANIFEST, ...files } });
    return directory.resolve('thing');
  }

  it('reads variables, outputs, requirements and resources of all files', async () => {
    const folder = write({
      'a.tf': `
        terraform {
          required_version = ">= 1.6"
          required_providers {
            aws = { source = "hashicorp/aws", version = ">= 5.0" }
            old = "~> 1.0"
          }
        }
        variable "zeta" {
          type        = map(string)
          description = <<-EOT
            First line
              - "second" $\${x}
          EOT
          sensitive   = true
          nullable    = false
          default     = { a = "$\${b}", b = null }
          validation {
            condition     = length(var.zeta) >= 1
            error_message = "Needs $\${1} entry."
          }
        }
        variable "alpha" {}
        variable "token" {
          type      = string
          ephemeral = true
          default   = null
        }
        resource "terraform_data" "this" {}
        resource "random_id" "this" { byte_length = 1 }
        data "aws_partition" "current" {}
        module "inner" { source = "./inner" }
      `,
      'b.tf.json': JSON.stringify({
        '//': 'a comment',
        variable: [
          { second: { type: 'list(string)', default: ['$${literal}'] } },
          {
            first: {
              type: 'number',
              validation: {
                condition: '${var.first < 3}',
                error_message: 'No.',
              },
            },
          },
        ],
        output: { o: { value: '${var.first}', sensitive: true } },
        ephemeral: { aws_secretsmanager_secret_version: { s: {} } },
      }),
      'outputs.tf': 'output "id" {\n  description = "Its id"\n  value = 1\n}\n',
      'README.md': '# Thing\n',
      'inner/main.tf': `
        terraform {
          required_providers { nested = { source = "example/nested" } }
        }
        variable "inner" {}
      `,
      'examples/main.tf': 'provider "aws" {}',
      'tests/x.tf': 'not hcl {',
      '.terraform/modules/x.tf': 'not hcl {',
      'terraform.tfstate.backup': '{}',
    });

    const module = await readModule(folder);

    expect(module).toMatchObject({
      name: 'thing',
      title: 'Thing',
      version: '1.2.3',
      folder,
      readme: '# Thing\n',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      requiredVersion: '>= 1.6',
      requiredProviders: {
        aws: { source: 'hashicorp/aws', version: '>= 5.0' },
        old: { source: 'hashicorp/old', version: '~> 1.0' },
        nested: { source: 'example/nested' },
        random: { source: 'hashicorp/random' },
      },
      outputs: [
        { name: 'o', sensitive: true, ephemeral: false },
        {
          name: 'id',
          description: 'Its id',
          sensitive: false,
          ephemeral: false,
        },
      ],
      resources: [
        { type: 'random_id', name: 'this', mode: 'managed' },
        { type: 'terraform_data', name: 'this', mode: 'managed' },
        { type: 'aws_partition', name: 'current', mode: 'data' },
        {
          type: 'aws_secretsmanager_secret_version',
          name: 's',
          mode: 'ephemeral',
        },
      ],
    });
    expect(module.variables.map(variable => variable.name)).toEqual([
      'zeta',
      'alpha',
      'token',
      'second',
      'first',
    ]);
    expect(module.variables[0]).toEqual({
      name: 'zeta',
      type: 'map(string)',
      constraint: { kind: 'map', element: { kind: 'string' } },
      description: 'First line\n  - "second" ${x}\n',
      default: { a: '${b}', b: null },
      required: false,
      sensitive: true,
      ephemeral: false,
      nullable: false,
      validations: [
        {
          condition: 'length(var.zeta) >= 1',
          errorMessage: 'Needs ${1} entry.',
        },
      ],
      schema: {
        type: 'object',
        additionalProperties: { type: 'string' },
        minProperties: 1,
        description: 'First line\n  - "second" ${x}\n',
        writeOnly: true,
        default: { a: '${b}', b: null },
      },
    });
    expect(module.variables[1]).toMatchObject({
      type: 'any',
      required: true,
      nullable: true,
      schema: {},
    });
    expect(module.variables[1]).not.toHaveProperty('default');
    expect(module.variables[2]).toMatchObject({
      default: null,
      required: false,
      ephemeral: true,
      schema: { type: 'string', writeOnly: true },
    });
    expect(module.variables[3].default).toEqual(['$${literal}']);
    expect(module.variables[4]).toMatchObject({
      required: true,
      validations: [{ condition: 'var.first < 3', errorMessage: 'No.' }],
      schema: { type: 'number', exclusiveMaximum: 3 },
    });
  });

  it('has a digest of what is bundled and nothing else', async () => {
    const digest = async (files: Record<string, string>) =>
      (await readModule(write({ 'main.tf': 'locals {}', ...files }))).digest;

    const plain = await digest({});
    expect(await digest({})).toBe(plain);
    expect(
      await digest({
        'examples/a/main.tf': '',
        'tests/a.tftest.hcl': '',
        '.terraform/x': 'x',
        'terraform.tfstate': '{}',
      }),
    ).toBe(plain);
    const changed = [
      await digest({ 'main.tf': 'locals { }' }),
      await digest({ 'inner/main.tf': '' }),
      await digest({ 'README.md': 'x' }),
      await digest({ '.terraform.lock.hcl': '' }),
    ];
    expect(new Set([plain, ...changed]).size).toBe(5);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a backend',
      { 'main.tf': 'terraform {\n  backend "s3" {}\n}' },
      /main\.tf has a backend block/,
    ],
    [
      'a cloud block',
      { 'main.tf.json': '{"terraform":{"cloud":{}}}' },
      /main\.tf\.json has a cloud block/,
    ],
    [
      'a nested backend',
      { 'main.tf': '', 'inner/x.tf': 'terraform {\n  backend "http" {}\n}' },
      /inner\/x\.tf has a backend block/,
    ],
    [
      'an override file',
      { 'main.tf': '', 'override.tf': '' },
      /override\.tf is an override file/,
    ],
    [
      'an override file by suffix',
      { 'main.tf': '', 'inner/a_override.tf.json': '{}' },
      /a_override\.tf\.json is an override file/,
    ],
    [
      'variables',
      { 'main.tf': '', 'terraform.tfvars': '' },
      /terraform\.tfvars sets variables/,
    ],
    [
      'automatic variables',
      { 'main.tf': '', 'x.auto.tfvars.json': '{}' },
      /x\.auto\.tfvars\.json sets variables/,
    ],
    [
      'a .tofu file',
      { 'main.tf': '', 'main.tofu': '' },
      /main\.tofu takes the place of a \.tf file/,
    ],
    [
      'a folder of plugins',
      { 'main.tf': '', 'terraform.d/x': '' },
      /terraform\.d could replace providers/,
    ],
    [
      'a large file',
      { 'main.tf': `# ${'x'.repeat(1024 * 1024)}` },
      /main\.tf is larger than 1 MiB/,
    ],
    [
      'a provider',
      { 'main.tf': 'provider "aws" {}' },
      /main\.tf configures provider aws; configure providers in terraform\.environments\.<name>\.providers/,
    ],
    [
      'provider aliases',
      {
        'main.tf':
          'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", configuration_aliases = [aws.east] }\n  }\n}',
      },
      /main\.tf: provider aws has configuration_aliases/,
    ],
    [
      'a module outside',
      { 'main.tf': 'module "m" {\n  source = "../other"\n}' },
      /main\.tf: module m comes from \.\.\/other, outside/,
    ],
    ['no file at all', { 'README.md': '' }, /thing has no \.tf file/],
    [
      'broken HCL',
      { 'main.tf': 'variable "x" {' },
      /main\.tf:1,14-15: Unclosed configuration block/,
    ],
    [
      'broken JSON',
      { 'main.tf.json': '{' },
      /main\.tf\.json is not valid JSON/,
    ],
    [
      'an unknown type',
      { 'main.tf': 'variable "x" {\n  type = text\n}' },
      /main\.tf: variable x: text is not a type/,
    ],
    [
      'a variable twice',
      { 'main.tf': 'variable "x" {}\nvariable "x" {}' },
      /main\.tf declares variable x twice/,
    ],
    [
      'an output in two files',
      {
        'a.tf': 'output "x" {\n  value = 1\n}',
        'b.tf': 'output "x" {\n  value = 1\n}',
      },
      /b\.tf declares output x again, after .*a\.tf/,
    ],
    [
      'an unknown key',
      { 'main.tf': '', 'module.yaml': `${MANIFEST}titel: x\n` },
      /module\.yaml: unknown key titel/,
    ],
    [
      'a missing key',
      { 'main.tf': '', 'module.yaml': MANIFEST.replace(/owner.*\n/, '') },
      /module\.yaml: owner is missing/,
    ],
    [
      'a wrong owner',
      {
        'main.tf': '',
        'module.yaml': MANIFEST.replace('group:default/platform', 'platform'),
      },
      /module\.yaml: owner must be an entity reference/,
    ],
    [
      'a number as version',
      { 'main.tf': '', 'module.yaml': MANIFEST.replace('1.2.3', '1.0') },
      /module\.yaml: version .*string/,
    ],
    [
      'a wrong example',
      { 'main.tf': '', 'module.yaml': `${MANIFEST}examples: [{ title: A }]\n` },
      /module\.yaml: examples\.0\.variables is missing/,
    ],
    [
      'broken YAML',
      { 'main.tf': '', 'module.yaml': 'a: b: c' },
      /module\.yaml is not valid YAML/,
    ],
    [
      'a list as manifest',
      { 'main.tf': '', 'module.yaml': '- a' },
      /module\.yaml must be a mapping/,
    ],
  ])('refuses %s', async (_, files, message) => {
    await expect(readModule(write(files))).rejects.toThrow(message);
  });

  it('refuses links and odd names', async () => {
    const folder = write({ 'main.tf': '' });
    symlinkSync('/etc/hostname', directory.resolve('thing/data.txt'));
    await expect(readModule(folder)).rejects.toThrow(/data\.txt is a link/);

    directory.setContent({ 'a--b': { 'module.yaml': MANIFEST } });
    await expect(readModule(directory.resolve('a--b'))).rejects.toThrow(
      /folder name/,
    );
  });

  it('reads the sandbox module of this repository', async () => {
    const module = await readModule(`${MODULES}/sandbox`);

    expect(module).toMatchObject({
      name: 'sandbox',
      cloud: 'none',
      owner: 'group:default/platform',
      requiredProviders: {},
    });
    expect(
      module.variables.map(({ name, required }) => [name, required]),
    ).toEqual([
      ['name', false],
      ['size', false],
      ['replicas', false],
      ['components', false],
      ['api_token', false],
      ['engine_version', false],
    ]);
    const [name, size, replicas, components, token] = module.variables;
    expect(name.schema.pattern).toBe('^[a-z][a-z0-9-]{1,28}[a-z0-9]$');
    expect(size.schema.enum).toEqual(['small', 'medium', 'large']);
    expect(replicas.schema).toMatchObject({
      type: 'integer',
      minimum: 1,
      maximum: 5,
      default: 1,
    });
    expect(components.default).toEqual({
      web: { port: 8080, public: true },
      worker: { port: 9090 },
    });
    expect(token).toMatchObject({
      sensitive: true,
      nullable: true,
      default: null,
    });
    expect(checkVariables(module, {})).toEqual([]);
  });

  it('reads the aws-s3-bucket module of this repository', async () => {
    const module = await readModule(`${MODULES}/aws-s3-bucket`);

    expect(module.requiredProviders).toEqual({
      aws: { source: 'hashicorp/aws', version: '~> 5.100' },
    });
    expect(module.outputs.map(output => output.name)).toEqual([
      'id',
      'arn',
      'region',
      'domain_name',
    ]);
    expect(module.variables.filter(variable => variable.required)).toHaveLength(
      1,
    );
    expect(module.variables.every(variable => !variable.nullable)).toBe(true);
  });

  it.each(
    readdirSync(MODULES, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name),
  )('reads %s and has examples of it that fit', async name => {
    const module = await readModule(`${MODULES}/${name}`);
    for (const { variables } of module.examples ?? []) {
      expect(checkVariables(module, variables)).toEqual([]);
    }
    expect(module.examples?.length).toBeGreaterThan(0);
  });
});
