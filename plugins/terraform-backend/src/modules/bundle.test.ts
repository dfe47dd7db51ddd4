import { execFileSync } from 'node:child_process';
import { utimesSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { extract, list } from 'tar';
import { buildBundle } from './bundle';
import type { BuildRootOptions } from './buildRoot';
import { readModule } from './readModule';

const SANDBOX = resolve(__dirname, '../../../../terraform/modules/sandbox');
const STATE = {
  address: 'http://127.0.0.1:7007/api/terraform/state/w',
  lockAddress: 'http://127.0.0.1:7007/api/terraform/state/w',
  unlockAddress: 'http://127.0.0.1:7007/api/terraform/state/w',
};

const MANIFEST = `
title: Thing
description: A thing
category: test
cloud: aws
owner: group:default/platform
lifecycle: experimental
version: 1.0.0
`;

const FILES = {
  'module.yaml': MANIFEST,
  'main.tf': `
    terraform {
      required_version = ">= 1.6"
      required_providers {
        aws = { source = "hashicorp/aws", version = ">= 5.0" }
      }
    }
    variable "plain" {}
    variable "secret" { sensitive = true }
    variable "once" { ephemeral = true }
    output "shown" { value = var.plain }
    output "hidden" {
      value     = var.secret
      sensitive = true
    }
    output "gone" {
      value     = var.once
      ephemeral = true
    }
  `,
  'inner/main.tf': 'locals {}',
  '.terraform.lock.hcl': '# lock',
  'examples/default/main.tf': '',
};

describe('buildBundle', () => {
  const directory = createMockDirectory();
  const target = createMockDirectory();

  async function options(
    more: Partial<BuildRootOptions> = {},
  ): Promise<BuildRootOptions> {
    directory.setContent({ thing: FILES });
    return {
      module: await readModule(directory.resolve('thing')),
      variables: {},
      sensitiveNames: new Set(),
      ephemeralNames: new Set(),
      providers: {},
      state: STATE,
      ...more,
    };
  }

  function unpack(archive: Buffer): unknown {
    target.setContent({ 'bundle.tar.gz': archive, work: {} });
    extract({
      file: target.resolve('bundle.tar.gz'),
      cwd: target.resolve('work'),
      sync: true,
    });
    return target.content({ path: 'work', shouldReadAsText: true });
  }

  function rootOf(archive: Buffer): Record<string, unknown> {
    const content = unpack(archive) as Record<string, string>;
    return JSON.parse(content['main.tf.json']);
  }

  it('holds the module, its lock file and a root that calls it', async () => {
    const { archive } = await buildBundle(
      await options({
        variables: { secret: 'canary-value', plain: 1, once: 'x' },
        ephemeralNames: new Set(['once']),
        providers: {
          aws: {
            region: 'eu-west-1',
            default_tags: { tags: { '%{if}': '${file("/etc/passwd")}' } },
          },
          azurerm: { features: {} },
        },
      }),
    );

    expect(unpack(archive)).toEqual({
      '.terraform.lock.hcl': '# lock',
      'main.tf.json': expect.any(String),
      module: {
        'main.tf': FILES['main.tf'],
        'module.yaml': MANIFEST,
        inner: { 'main.tf': 'locals {}' },
      },
    });
    expect(rootOf(archive)).toEqual({
      terraform: {
        required_version: '>= 1.6',
        backend: {
          http: {
            address: STATE.address,
            lock_address: STATE.lockAddress,
            unlock_address: STATE.unlockAddress,
          },
        },
        required_providers: {
          aws: { source: 'hashicorp/aws', version: '>= 5.0' },
        },
      },
      provider: {
        aws: {
          region: 'eu-west-1',
          default_tags: { tags: { '%%{if}': '$${file("/etc/passwd")}' } },
        },
      },
      variable: {
        plain: {},
        secret: { sensitive: true },
        once: { ephemeral: true },
      },
      module: {
        this: {
          source: './module',
          plain: '${var.plain}',
          secret: '${var.secret}',
          once: '${var.once}',
        },
      },
      output: {
        shown: { value: '${module.this.shown}' },
        hidden: { value: '${module.this.hidden}', sensitive: true },
      },
    });
    expect(JSON.stringify(unpack(archive))).not.toContain('canary-value');
  });

  it('hides all outputs when a secret is given for an ordinary variable', async () => {
    const { archive } = await buildBundle(
      await options({
        variables: { plain: 1 },
        sensitiveNames: new Set(['plain']),
      }),
    );
    expect(rootOf(archive)).toMatchObject({
      variable: { plain: { sensitive: true } },
      output: { shown: { sensitive: true }, hidden: { sensitive: true } },
    });
  });

  it('has the same bytes wherever and whenever it is made', async () => {
    const given = await options({ variables: { plain: 1, secret: 2 } });
    const first = await buildBundle(given);

    directory.addContent({ other: { thing: FILES } });
    const copy = directory.resolve('other/thing');
    utimesSync(`${copy}/main.tf`, 1, 1);
    const second = await buildBundle({
      ...given,
      module: await readModule(copy),
      variables: { secret: 3, plain: 4 },
    });

    expect(second.archive.equals(first.archive)).toBe(true);
    expect(second.sha256).toBe(first.sha256);
    expect(first.sha256).toMatch(/^[0-9a-f]{64}$/);

    const entries: Array<[string, number | undefined, number | undefined]> = [];
    target.setContent({ 'bundle.tar.gz': first.archive });
    list({
      file: target.resolve('bundle.tar.gz'),
      sync: true,
      onReadEntry: entry =>
        entries.push([entry.path, entry.mode, entry.mtime?.getTime()]),
    });
    expect(entries).toEqual(
      [
        '.terraform.lock.hcl',
        'main.tf.json',
        'module/inner/main.tf',
        'module/main.tf',
        'module/module.yaml',
      ].map(path => [path, 0o644, 0]),
    );
  });

  it('refuses unknown variables and files that changed since loading', async () => {
    const given = await options();
    await expect(
      buildBundle({ ...given, variables: { other: 1 } }),
    ).rejects.toThrow('Module thing has no variable other');

    writeFileSync(directory.resolve('thing/new.tf'), '');
    await expect(buildBundle(given)).rejects.toThrow(
      'The files of module thing changed since it was loaded',
    );
  });

  const describeWithTerraform = hasTerraform() ? describe : describe.skip;
  describeWithTerraform('with terraform', () => {
    it('is a configuration that Terraform accepts', async () => {
      const module = await readModule(SANDBOX);
      const { archive } = await buildBundle({
        module,
        variables: Object.fromEntries(
          module.variables.map(({ name }) => [name, undefined]),
        ),
        sensitiveNames: new Set(['api_token']),
        ephemeralNames: new Set(),
        providers: {},
        state: STATE,
      });
      unpack(archive);
      const run = (...args: string[]) =>
        execFileSync('terraform', args, {
          cwd: target.resolve('work'),
          env: {
            PATH: process.env.PATH,
            HOME: target.path,
            CHECKPOINT_DISABLE: '1',
          },
          encoding: 'utf8',
        });
      run('init', '-backend=false', '-input=false', '-no-color');
      expect(JSON.parse(run('validate', '-json'))).toMatchObject({
        valid: true,
        error_count: 0,
        warning_count: 0,
      });
    }, 60_000);
  });
});

function hasTerraform(): boolean {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(
      'SKIPPED: terraform is not on the PATH, the bundle is not tried with it\n',
    );
    return false;
  }
}
