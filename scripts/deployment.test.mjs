// The workflows of GitHub and the roots that deploy the portal, read as text: what they may do, and that they fit together.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { ROOT } from './lib/project.mjs';

const read = path => readFileSync(join(ROOT, path), 'utf8');
const WORKFLOWS = '.github/workflows';
const workflows = Object.fromEntries(
  readdirSync(join(ROOT, WORKFLOWS)).map(name => [
    name,
    parse(read(`${WORKFLOWS}/${name}`)),
  ]),
);
const ENVIRONMENTS = ['staging', 'production'];

const jobsOf = workflow => Object.entries(workflow.jobs);
const stepsOf = workflow =>
  jobsOf(workflow).flatMap(([job, { steps }]) =>
    steps.map(step => ({ job, ...step })),
  );

describe('workflows', () => {
  it('are those for tests, images and infrastructure', () => {
    assert.deepEqual(Object.keys(workflows).sort(), [
      'ci.yaml',
      'image.yaml',
      'terraform.yaml',
    ]);
  });

  for (const [name, workflow] of Object.entries(workflows)) {
    describe(name, () => {
      const text = read(`${WORKFLOWS}/${name}`);

      it('pins every action to a commit, with its version beside it', () => {
        const uses = [...text.matchAll(/uses: (.+)$/gm)].map(([, use]) => use);
        assert.ok(uses.length > 0);
        for (const use of uses) {
          assert.match(use, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
        }
      });

      it('may read the code, and each job says what else', () => {
        assert.deepEqual(workflow.permissions, { contents: 'read' });
        const more = jobsOf(workflow).flatMap(([job, { permissions = {} }]) =>
          Object.entries(permissions)
            .filter(([what, right]) => what !== 'contents' || right !== 'read')
            .map(([what, right]) => `${job} ${what} ${right}`),
        );
        assert.deepEqual(
          more.sort(),
          {
            'ci.yaml': [],
            'image.yaml': ['deliver id-token write'],
            'terraform.yaml': [
              'apply id-token write',
              'plan id-token write',
              'preview id-token write',
              'preview pull-requests write',
            ],
          }[name],
        );
      });

      it('knows no keys, only roles', () => {
        assert.doesNotMatch(text, /secrets\./);
        assert.doesNotMatch(text, /AWS_(ACCESS_KEY|SECRET)/i);
        for (const { uses, with: input } of stepsOf(workflow)) {
          if (!uses?.startsWith('aws-actions/')) continue;
          assert.match(input['role-to-assume'], /_role \}\}$/);
          assert.deepEqual(
            Object.keys(input).filter(key => /key|secret/.test(key)),
            [],
          );
        }
      });

      it('keeps no token of GitHub in the checkout', () => {
        for (const { uses, with: input } of stepsOf(workflow)) {
          if (uses?.startsWith('actions/checkout@')) {
            assert.equal(input['persist-credentials'], false);
          }
        }
      });

      it('puts nothing into a script that others may choose', () => {
        for (const { run } of stepsOf(workflow)) {
          assert.doesNotMatch(run ?? '', /\$\{\{/);
        }
        assert.doesNotMatch(text, /pull_request_target|workflow_run/);
      });

      it('runs on a named machine, for a limited time', () => {
        for (const [, job] of jobsOf(workflow)) {
          assert.match(job['runs-on'], /^ubuntu-\d+\.\d+$/);
          assert.ok(job['timeout-minutes'] > 0);
        }
      });

      it('consists of scripts that bash can read', () => {
        for (const { run } of stepsOf(workflow)) {
          if (!run) continue;
          const { status, stderr } = spawnSync('bash', ['-n'], { input: run });
          assert.equal(status, 0, `${run}\n${stderr}`);
        }
      });
    });
  }

  it('deliver and apply only where people of the environment agree', () => {
    const { deliver } = workflows['image.yaml'].jobs;
    const { apply } = workflows['terraform.yaml'].jobs;
    for (const job of [deliver, apply]) {
      assert.equal(job.environment, '${{ matrix.environment }}');
    }
    assert.deepEqual(apply.needs, ['environments', 'plan']);
    assert.equal(apply.concurrency['cancel-in-progress'], false);
    assert.equal(apply.strategy['max-parallel'], 1);
  });

  it('apply exactly what was planned, from a place that only the apply reads', () => {
    const runs = job =>
      workflows['terraform.yaml'].jobs[job].steps.map(({ run }) => run ?? '');
    assert.ok(runs('plan').some(run => /aws s3 cp .*plan\.tfplan/.test(run)));
    const applied = runs('apply').filter(run => /terraform apply/.test(run));
    assert.equal(applied.length, 1);
    assert.match(applied[0], / plan\.tfplan$/);
    assert.doesNotMatch(applied[0], /auto-approve/);
    for (const step of stepsOf(workflows['terraform.yaml'])) {
      if (step.uses?.startsWith('actions/upload-artifact@')) {
        assert.match(step.with.path, /plan\.txt$/);
      }
    }
  });

  it('plan a pull request of this repository only, and never as who applies', () => {
    const { preview, plan } = workflows['terraform.yaml'].jobs;
    assert.match(preview.if, /head\.repo\.full_name == github\.repository/);
    assert.match(plan.if, /event_name != 'pull_request'/);
    assert.match(plan.if, /ref == 'refs\/heads\/main'/);
    const text = JSON.stringify(preview);
    assert.match(text, /preview_role/);
    assert.match(text, /-refresh=false/);
    assert.doesNotMatch(text, /apply_role|plan_role/);
  });

  it('use one version of Terraform, that of the image', () => {
    const version = /^ARG TERRAFORM_VERSION=(.+)$/m.exec(read('Dockerfile'))[1];
    for (const workflow of Object.values(workflows)) {
      for (const { uses, with: input } of stepsOf(workflow)) {
        if (uses?.startsWith('hashicorp/setup-terraform@')) {
          assert.equal(String(input.terraform_version), version);
        }
      }
    }
  });

  it('call files that exist', () => {
    const scripts = Object.values(workflows)
      .flatMap(stepsOf)
      .flatMap(({ run }) => [
        ...(run ?? '').matchAll(/(?:docker\/[\w./-]+|(?<=--file )\S+)/g),
      ]);
    assert.ok(scripts.length >= 3);
    for (const [path] of scripts) assert.ok(existsSync(join(ROOT, path)), path);
  });
});

describe('roots that deploy the portal', () => {
  const bootstrap = read('terraform/bootstrap/main.tf');
  const beanstalk = read('terraform/modules/elastic-beanstalk/main.bundles.tf');
  const deliver = JSON.stringify(workflows['image.yaml'].jobs.deliver);

  for (const environment of ENVIRONMENTS) {
    const folder = `terraform/environments/${environment}`;

    it(`${environment} keeps its state in S3, with a lock, where its role may write it`, () => {
      assert.match(read(`${folder}/terraform.tf`), /use_lockfile = true/);
      const key = /^key += "(.+)"$/m.exec(
        read(`${folder}/backend.hcl.example`),
      );
      assert.equal(key[1], `portal/${environment}.tfstate`);
      assert.match(bootstrap, /"portal\/\$\{environment\}\.tfstate"/);
      // Alone it would ask for another encryption than the bucket's.
      assert.doesNotMatch(read(`${folder}/backend.hcl.example`), /^encrypt\b/m);
    });

    it(`${environment} refuses another account, and is named as its roles expect`, () => {
      const main = read(`${folder}/main.tf`);
      assert.match(main, /allowed_account_ids = \[var\.account_id\]/);
      assert.match(main, new RegExp(`name = "planroom-${environment}"`));
      assert.match(main, /source = "\.\.\/portal"/);
    });

    it(`${environment} has an example for each input, and none that is none`, () => {
      const names = text =>
        [...text.matchAll(/^variable "(\w+)"/gm)].map(m => m[1]);
      const required = read(`${folder}/variables.tf`)
        .split(/^(?=variable ")/m)
        .filter(
          block => block.startsWith('variable') && !/^ {2}default/m.test(block),
        )
        .flatMap(names);
      const given = [
        ...read(`${folder}/terraform.tfvars.example`).matchAll(/^(\w+) += /gm),
      ].map(m => m[1]);
      const known = names(read(`${folder}/variables.tf`));
      assert.deepEqual(
        required.filter(name => !given.includes(name)),
        [],
      );
      assert.deepEqual(
        given.filter(name => !known.includes(name)),
        [],
      );
    });
  }

  it('differ in sizes alone', () => {
    for (const file of ['variables.tf', 'outputs.tf', 'terraform.tf']) {
      assert.equal(
        read(`terraform/environments/staging/${file}`),
        read(`terraform/environments/production/${file}`),
      );
    }
  });

  it('and workflows call buckets, repositories and roles by the same names', () => {
    assert.match(
      beanstalk,
      /"\$\{var\.name\}-bundles-\$\{local\.account\}-\$\{local\.region\}"/,
    );
    assert.match(
      bootstrap,
      /planroom-\$\{each\.key\}-bundles-\$\{var\.account_id\}-\$\{var\.region\}/,
    );
    assert.match(deliver, /planroom-\$\{\{ matrix\.environment \}\}-bundles-/);
    assert.match(
      bootstrap,
      /repository\/planroom-\$\{each\.key\}\/\$\{repository\}/,
    );
    assert.match(deliver, /bundles\/portal-\$\{VERSION#v\}\.zip/);
    assert.match(
      read('terraform/environments/portal/main.tf'),
      /bundle_key = "bundles\/portal-\$\{var\.portal_version\}\.zip"/,
    );
    const { outputs } = {
      outputs: read('terraform/bootstrap/outputs.tf'),
    };
    for (const role of ['preview', 'plan', 'apply', 'image']) {
      assert.match(outputs, new RegExp(`^ {4}${role} +=`, 'm'));
      assert.ok(
        Object.keys(workflows).some(name =>
          read(`${WORKFLOWS}/${name}`).includes(`.${role}_role`),
        ),
      );
    }
  });

  it('give the portal every variable that its configuration needs', () => {
    const needed = [
      ...read('app-config.production.yaml')
        .split('\n')
        .filter(line => !/^\s*#/.test(line))
        .join('\n')
        .matchAll(/\$\{([A-Z][A-Z0-9_]*)\}/g),
    ].map(m => m[1]);
    const text =
      read('terraform/environments/portal/main.tf') +
      read('terraform/modules/elastic-beanstalk/main.tf');
    assert.ok(needed.length > 8);
    for (const name of new Set(needed)) {
      assert.match(text, new RegExp(`\\b${name}\\b`), name);
    }
  });

  it('give all environments of the portal to CodeBuild, which app-config.yaml leaves with local', () => {
    const { environments } = parse(read('app-config.yaml')).terraform;
    assert.deepEqual(
      [...new Set(Object.values(environments).map(e => e.executor))],
      ['local'],
    );
    const [, names] =
      /variable "run_environments" \{[^}]*?default += (\[[^\]]*\])/.exec(
        read('terraform/environments/portal/variables.tf'),
      );
    assert.deepEqual(JSON.parse(names), Object.keys(environments));
    // What comes after the executor's file could take it back.
    const { Command } = JSON.parse(
      read('docker/elastic-beanstalk/Dockerrun.aws.json'),
    );
    assert.match(Command, /app-config\.executor\.yaml$/);
  });

  it('write a configuration of CodeBuild whose keys the portal knows', () => {
    const known = read('plugins/terraform-backend-module-aws/config.d.ts')
      .split(/^ {6}codebuild\?: \{$/m)
      .at(-1);
    const [, written] =
      /^output "portal_config" \{.*?^ {2}value = \{$(.*?)^ {2}\}$/ms.exec(
        read('terraform/modules/codebuild-runner/outputs.tf'),
      );
    const keys = [...written.matchAll(/(?<=^\s*|[{,] )(\w+) +=(?!=)/gm)].map(
      m => m[1],
    );
    assert.ok(keys.length > 20, keys.join(', '));
    for (const key of [...keys, 'roleArn']) {
      assert.match(known, new RegExp(`\\b${key}\\??:`), key);
    }
  });

  it('let the portal show the wrong external id by which it tests an account', () => {
    const [, prefix] = /externalId: `([\w-]+)\$\{randomUUID\(\)\}`/.exec(
      read(
        'plugins/terraform-backend-module-aws/src/cloud/AccountExamination.ts',
      ),
    );
    assert.ok(
      read('terraform/modules/terraform-permissions/main.portal.tf').includes(
        `"sts:ExternalId" = [target.external_id, "${prefix}*"]`,
      ),
    );
  });

  it('trust the authority of the database by the file that the bundle brings', () => {
    assert.match(
      read('terraform/environments/portal/main.tf'),
      /NODE_EXTRA_CA_CERTS += "\/etc\/planroom\/certificates\.pem"/,
    );
    assert.match(
      read('docker/elastic-beanstalk/bundle.sh'),
      /config\/certificates\.pem/,
    );
  });
});
