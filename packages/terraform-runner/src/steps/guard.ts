import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeCheckout } from '../guard';
import { PhaseFailure, type Step } from '../phase';
import { giveFolder } from '../unpackArchive';

export const guard: Step = {
  name: 'guard',
  async run({ spec, folders, found, output }) {
    const verdict = judgeCheckout(
      found.unpacked,
      path => readFileSync(join(folders.work, path), 'utf8'),
      spec.state,
    );
    if (verdict.refusals.length > 0) {
      verdict.refusals.forEach(refusal => output.log('error', refusal));
      throw new PhaseFailure(verdict.refusals.slice(0, 5).join('\n'));
    }
    for (const path of verdict.removals) {
      await rm(join(folders.work, path), { recursive: true, force: true });
      output.log('info', `Removed ${path} of the source, which is not used`);
    }
    if (spec.runAs) {
      await giveFolder(folders.work, spec.runAs);
    }
  },
};
