import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { writeMirror } from './writeMirror';

const MIRROR = process.env.TF_PLUGIN_MIRROR_DIR;
const ADDRESS = 'registry.terraform.io/hashicorp/aws';
const TYPES = [
  'aws_sqs_queue',
  'aws_security_group',
  'aws_vpc_security_group_ingress_rule',
  'aws_db_instance',
];

const CONFIGURATION = `
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
resource "aws_sqs_queue" "this" {
  name                       = "orders"
  visibility_timeout_seconds = 60
  tags                       = { team = "payments" }
}
resource "aws_security_group" "this" {
  name        = "orders"
  description = "Orders"
  vpc_id      = "vpc-0a1b2c3d4e5f67890"
  tags        = { team = "payments" }
}
resource "aws_vpc_security_group_ingress_rule" "this" {
  security_group_id = aws_security_group.this.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "10.0.0.0/8"
}
resource "aws_db_instance" "this" {
  identifier          = "orders"
  engine              = "postgres"
  instance_class      = "db.t4g.small"
  allocated_storage   = 20
  storage_encrypted   = true
  skip_final_snapshot = true
}
`;

type Change = {
  after: Record<string, unknown>;
  after_unknown: Record<string, unknown>;
};

/** The one provider that can be had is the measure for those that cannot. */
(MIRROR ? describe : describe.skip)(
  'a double beside the provider it is made of',
  () => {
    const root = mkdtempSync(join(tmpdir(), 'planroom-conformance-'));

    afterAll(() => rmSync(root, { recursive: true, force: true }));

    function prepare(name: string, mirror: string) {
      const folder = join(root, name);
      mkdirSync(folder);
      writeFileSync(join(folder, 'main.tf'), CONFIGURATION);
      writeFileSync(
        join(root, `${name}.tfrc`),
        `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
      );
      const terraform = (...args: string[]) =>
        execFileSync('terraform', args, {
          cwd: folder,
          maxBuffer: 256 * 1024 * 1024,
          env: {
            PATH: process.env.PATH,
            HOME: root,
            TF_CLI_CONFIG_FILE: join(root, `${name}.tfrc`),
            CHECKPOINT_DISABLE: '1',
          },
        }).toString();
      terraform('init', '-input=false');
      return terraform;
    }

    function changes(terraform: ReturnType<typeof prepare>) {
      terraform('plan', '-input=false', '-out=plan');
      const plan = JSON.parse(terraform('show', '-json', 'plan'));
      return new Map<string, Change>(
        plan.resource_changes.map(
          (each: { address: string; change: Change }) => [
            each.address,
            each.change,
          ],
        ),
      );
    }

    it('plans the same, but for defaults that are not in the schema', async () => {
      const real = prepare('real', MIRROR!);
      const schemas = JSON.parse(real('providers', 'schema', '-json'))
        .provider_schemas[ADDRESS];
      writeFileSync(
        join(root, 'aws.json'),
        JSON.stringify({
          provider_schemas: {
            [ADDRESS]: {
              provider: schemas.provider,
              resource_schemas: Object.fromEntries(
                TYPES.map(type => [type, schemas.resource_schemas[type]]),
              ),
            },
          },
          x_source: { version: '5.100.0' },
        }),
      );
      await writeMirror({
        documents: [join(root, 'aws.json')],
        target: join(root, 'mirror'),
      });
      const expected = changes(real);
      const planned = changes(prepare('double', join(root, 'mirror')));

      expect([...planned.keys()]).toEqual([...expected.keys()]);
      const differences = [...expected].flatMap(([address, change]) => {
        const other = planned.get(address)!;
        return [
          ...new Set(
            [change, other].flatMap(each => [
              ...Object.keys(each.after),
              ...Object.keys(each.after_unknown),
            ]),
          ),
        ]
          .filter(
            name =>
              !isDeepStrictEqual(change.after[name], other.after[name]) ||
              !isDeepStrictEqual(
                change.after_unknown[name],
                other.after_unknown[name],
              ),
          )
          .map(name => ({
            name,
            real: change.after[name],
            double:
              other.after_unknown[name] === true
                ? 'unknown'
                : other.after[name],
          }));
      });
      // The provider fills in a default, or what it makes of `tags`; the double says nothing, never something else.
      expect(differences.length).toBeGreaterThan(0);
      for (const { name, double } of differences) {
        expect([name, double]).toEqual([
          name,
          name === 'tags_all' ? 'unknown' : null,
        ]);
      }
    }, 120_000);
  },
);
