import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../canonicalJson';
import { packArchive } from '../packArchive';
import { PhaseFailure, type Step } from '../phase';
import { copyRegularFile } from '../safeFiles';
import { LOCK_FILE } from './init';
import { plannedFile } from './plan';

function sha256(...parts: string[]): string {
  const hash = createHash('sha256');
  parts.forEach(part => hash.update(part));
  return hash.digest('hex');
}

export const handOverPlan: Step = {
  name: 'hand-over',
  async run({ control, folders, found, output }) {
    const { owner } = folders;
    const redacted = found.redactedPlan;
    const planSha256 = await copyRegularFile(
      plannedFile(folders),
      control.result('plan'),
      { owner },
    );
    if (!redacted || !planSha256) {
      throw new PhaseFailure('Terraform left no plan file; retry the run');
    }
    const providerLockSha256 =
      (await copyRegularFile(
        join(folders.work, LOCK_FILE),
        control.result('lockFile'),
        { owner },
      )) ?? sha256('');
    const archiveSha256 = await packArchive(
      folders.work,
      control.result('archive'),
      {
        exclude: ['.terraform/providers'],
        owner,
        onSkip: (path, why) =>
          output.log(
            'warn',
            `${path} is ${why} and will not be there during apply`,
          ),
      },
    );
    await writeFile(control.result('changes'), redacted.changes, {
      mode: 0o600,
    });
    const result = {
      ...redacted.result,
      terraformVersion:
        redacted.result.terraformVersion || found.terraformVersion || '',
      planSha256,
      archiveSha256,
      providerLockSha256,
    };
    found.plan = {
      ...result,
      redactedModelSha256: sha256(redacted.changes, canonicalJson(result)),
    };
  },
};
