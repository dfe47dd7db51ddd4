import { rm } from 'node:fs/promises';
import { PhaseFailure, type Step } from '../phase';
import { copyRegularFile, sha256OfFile } from '../safeFiles';

/** Takes the approved plan, and only that: what is hashed is the very copy that Terraform will read. */
export const verify: Step = {
  name: 'verify',
  async run({ spec, folders }) {
    const { planFile, expected } = spec;
    if (!planFile || !expected) {
      throw new PhaseFailure('phase.json names no plan to apply');
    }
    const planSha256 = await copyRegularFile(planFile, folders.approvedPlan);
    await rm(planFile, { force: true });
    if (planSha256 === undefined) {
      throw new PhaseFailure(
        'The plan file is not there; it can be applied only once. Start a new run.',
      );
    }
    if (planSha256 !== expected.planSha256) {
      throw new PhaseFailure(
        'The plan file is not the one that was approved, so nothing was applied. Start a new run.',
      );
    }
    if ((await sha256OfFile(spec.inputArchive)) !== expected.archiveSha256) {
      throw new PhaseFailure(
        'The archive of the work folder is not the one that was approved, so nothing was applied. Start a new run.',
      );
    }
    await folders.show(folders.approvedPlan);
  },
};
