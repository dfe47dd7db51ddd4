// `npm run terraform:check [folder ...]`: formats, parses, validates, tests and reviews everything below terraform/. A provider that
// cannot be had is stood in for by a double made of its documentation where there is one; the end says what was not checked and why.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT, say } from './lib/project.mjs';
import { attachProviders } from './lib/terraform/attachProviders.mjs';
import {
  findConfigurations,
  requiredProviders,
} from './lib/terraform/configurations.mjs';
import {
  prepareProviders,
  writeRequirements,
} from './lib/terraform/providers.mjs';
import { runLines } from './lib/terraform/runLines.mjs';
import { testConfiguration } from './lib/terraform/testConfiguration.mjs';

const PARALLEL = 2;
const SOURCE = join(ROOT, 'terraform');
/** Terraform writes beside what it reads: it gets a copy. */
const HERE = mkdtempSync(join(tmpdir(), 'planroom-terraform-'));
const WORK = join(HERE, 'terraform');
process.on('exit', () => rmSync(HERE, { recursive: true, force: true }));
const REPORT = process.env.TERRAFORM_REPORT;

const only = process.argv
  .slice(2)
  .map(path => path.replace(/^(\.\/)?terraform\//, '').replace(/\/$/, ''));

cpSync(SOURCE, WORK, {
  recursive: true,
  filter: path => !/\.terraform(\.lock\.hcl)?$/.test(path),
});

const configurations = findConfigurations(WORK).filter(
  name => only.length === 0 || only.includes(name),
);
for (const name of only.filter(each => !configurations.includes(each))) {
  throw new Error(
    `terraform/${name} is no folder with a configuration and tests of its own`,
  );
}
const exceptionsFile = join(SOURCE, 'review-exceptions.yaml');
const exceptions = existsSync(exceptionsFile)
  ? parse(readFileSync(exceptionsFile, 'utf8'))
  : [];

const needs = new Map();
const required = new Map();
for (const name of configurations) {
  const providers = await requiredProviders(join(WORK, name));
  needs.set(name, [...providers.keys()]);
  for (const [address, versions] of providers) {
    required.set(
      address,
      new Set([...(required.get(address) ?? []), ...versions]),
    );
  }
}
const { mirror, doubles, missing } = await prepareProviders(
  required,
  join(HERE, 'providers'),
);
const cliConfig = join(HERE, 'terraformrc');
writeFileSync(
  cliConfig,
  `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(
    mirror,
  )}\n  }\n}\n`,
);
// Nothing of whoever runs this: no credentials, no settings.
const env = {
  PATH: process.env.PATH,
  HOME: HERE,
  TF_CLI_CONFIG_FILE: cliConfig,
  TF_IN_AUTOMATION: '1',
  TF_INPUT: '0',
};

const attached = await attachProviders(
  mirror,
  [...required.keys()].filter(
    address => !missing.some(each => each.address === address),
  ),
);
const testEnv = { ...env, ...attached.env };

const totals = { passed: 0, failed: 0, skipped: 0 };
const notRun = [];

function report(name, results, seconds) {
  const failed = results.filter(({ passed }) => !passed);
  totals.passed += results.length - failed.length;
  totals.failed += failed.length;
  say(
    `${name}: ${results.length - failed.length} passed, ${
      failed.length
    } failed in ${seconds.toFixed(0)} s`,
  );
  for (const each of failed) {
    say(`  FAILED ${each.name}: ${each.message.replace(/\n/g, '\n    ')}`);
  }
}

const formatted = await runLines(
  'terraform',
  ['fmt', '-check', '-diff', '-recursive', '-no-color', WORK],
  { env },
);
report(
  'format',
  [
    {
      name: 'terraform fmt',
      passed: formatted.status === 0,
      message: formatted.output,
    },
  ],
  0,
);

// Terraform takes a provider that is attached as it is, whatever version is asked for: that is checked here, once for all.
const versions = join(HERE, 'versions');
mkdirSync(versions);
writeRequirements(
  versions,
  [...required].filter(
    ([address]) => !missing.some(each => each.address === address),
  ),
);
const satisfied = await runLines(
  'terraform',
  ['init', '-backend=false', '-no-color'],
  { cwd: versions, env },
);
report(
  'versions of the providers',
  [
    {
      name: 'terraform init',
      passed: satisfied.status === 0,
      message: satisfied.output,
    },
  ],
  0,
);

const queue = [...configurations];
async function work() {
  for (let name = queue.shift(); name; name = queue.shift()) {
    const lacking = missing.filter(({ address }) =>
      needs.get(name).includes(address),
    );
    if (lacking.length > 0) {
      totals.skipped += 1;
      for (const { address, reason } of lacking) {
        notRun.push(
          `${name}: parsed and formatted only, no validate, test and review: ${address} could not be had, because ${reason}`,
        );
      }
      continue;
    }
    const start = Date.now();
    const results = await testConfiguration({
      name,
      folder: join(WORK, name),
      env: testEnv,
      exceptions,
    });
    report(name, results, (Date.now() - start) / 1000);
  }
}
await Promise.all(Array.from({ length: PARALLEL }, work)).finally(
  attached.stop,
);

for (const { address, version } of doubles) {
  const users = configurations.filter(name =>
    needs.get(name).includes(address),
  );
  notRun.push(
    `${users.join(
      ', ',
    )} with the real ${address}: checked with a double made of the documentation of version ${version}, because the provider could not be had`,
  );
}
for (const reason of notRun) say(`NOT RUN: ${reason}`);
if (REPORT) writeFileSync(REPORT, JSON.stringify({ ...totals, notRun }));
say(
  `terraform: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`,
);
process.exitCode = totals.failed > 0 ? 1 : 0;
