import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunKind } from '../index';
import type { Step } from '../phase';
import { ProgressTracker } from '../progress';
import type { RunFolders } from '../folders';
import { expectSuccess, runCommand } from './runCommand';

const MODES: Record<RunKind, string[]> = {
  plan_and_apply: [],
  plan_only: [],
  destroy: ['-destroy'],
  refresh_only: ['-refresh-only'],
};

/** Where Terraform puts the plan file. */
export function plannedFile(folders: RunFolders): string {
  return join(folders.out, 'tfplan');
}

export const plan: Step = {
  name: 'plan',
  async run(phase) {
    const { spec, secrets, folders } = phase;
    const varFile = join(folders.vars, 'run.tfvars.json');
    try {
      await writeFile(varFile, JSON.stringify(secrets.variables), {
        mode: 0o600,
        flag: 'wx',
      });
      await folders.give(varFile);
      const end = await runCommand(phase, {
        args: [
          'plan',
          '-input=false',
          '-no-color',
          '-json',
          '-lock=false',
          '-detailed-exitcode',
          ...MODES[spec.kind],
          `-var-file=${varFile}`,
          `-out=${plannedFile(folders)}`,
        ],
        knows: { state: true, credentials: true },
        tracker: new ProgressTracker('plan'),
      });
      expectSuccess(phase, 'plan', end, [0, 2]);
    } finally {
      await rm(varFile, { force: true });
    }
  },
};
