import { writeFile, chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeInitializedBackend, judgeInstalledModules } from '../guard';
import { PhaseFailure, type PhaseContext, type Step } from '../phase';
import { keepProviders, planInstallation } from '../providerInstallation';
import { readRegularFile } from '../safeFiles';
import { expectSuccess, runCommand, type CommandEnd } from './runCommand';

export const LOCK_FILE = '.terraform.lock.hcl';

/** What is written when a flag is not known: the usage, with or without a reason. */
const USAGE = /^Usage: \S+ \[global options\] init/;
const MAX_FILE_BYTES = 16 * 1024 * 1024;

async function readWorkFile(
  { folders }: PhaseContext,
  path: string,
): Promise<string | undefined> {
  const bytes = await readRegularFile(
    join(folders.work, path),
    MAX_FILE_BYTES,
    folders.owner,
  );
  return bytes?.toString('utf8');
}

/** Answers the providers that come from a mirror. */
async function configureInstallation(phase: PhaseContext): Promise<string[]> {
  const { spec, folders } = phase;
  const { configuration, mirrored } = await planInstallation({
    mirrors: spec.providerMirrors,
    cache: spec.providerCache,
    lockFile: (await readWorkFile(phase, LOCK_FILE)) ?? '',
  });
  await writeFile(folders.cliConfig, configuration, { mode: 0o600 });
  if (spec.runAs) {
    await chmod(folders.cliConfig, 0o644);
  }
  return mirrored;
}

/** A cache that cannot be written costs time at the next run, not this one. */
async function fillProviderCache(
  phase: PhaseContext,
  mirrored: string[],
): Promise<void> {
  const { spec, folders, output } = phase;
  if (!spec.providerCache) {
    return;
  }
  try {
    const kept = await keepProviders(
      join(folders.work, '.terraform/providers'),
      spec.providerCache,
      { mirrored, owner: folders.owner },
    );
    kept.forEach(path => output.log('info', `Kept provider ${path}`));
  } catch (error) {
    output.log(
      'warn',
      `Downloaded providers could not be kept: ${(error as Error).message}`,
    );
  }
}

async function checkInitialized(phase: PhaseContext): Promise<void> {
  const refusal =
    judgeInitializedBackend(
      await readWorkFile(phase, '.terraform/terraform.tfstate'),
      phase.spec.state,
    ) ??
    judgeInstalledModules(
      await readWorkFile(phase, '.terraform/modules/modules.json'),
    );
  if (refusal) {
    throw new PhaseFailure(refusal);
  }
}

/** Older versions of OpenTofu cannot say what init does in messages; then its plain text is the log. */
async function runInit(phase: PhaseContext): Promise<CommandEnd> {
  const args = ['init', '-input=false', '-no-color'];
  if (phase.spec.phase === 'apply') {
    // The modules and provider selections of the plan, and no others. Without any provider to install, no lock file is needed.
    args.push('-get=false', '-lockfile=readonly');
  }
  const knows = { state: true };
  const end = await runCommand(phase, { args: [...args, '-json'], knows });
  return end.complaints.some(line => USAGE.test(line))
    ? runCommand(phase, { args, knows })
    : end;
}

export const init: Step = {
  name: 'init',
  async run(phase) {
    const mirrored = await configureInstallation(phase);
    const end = await runInit(phase);
    expectSuccess(phase, 'init', end);
    await checkInitialized(phase);
    await fillProviderCache(phase, mirrored);
  },
};
