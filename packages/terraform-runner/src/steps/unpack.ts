import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT_FILE, sensitiveVariables } from '../guard';
import { leaves } from '../json';
import type { Step } from '../phase';
import { giveFolder, unpackArchive } from '../unpackArchive';

/** Fills the work folder; for plan it stays ours until the guard has looked at it. */
export const unpack: Step = {
  name: 'unpack',
  async run({ spec, secrets, folders, found, scrubber }) {
    found.unpacked = await unpackArchive(spec.inputArchive, folders.work);
    if (found.unpacked.includes(ROOT_FILE)) {
      const root = await readFile(join(folders.work, ROOT_FILE), 'utf8');
      scrubber.add(
        sensitiveVariables(root).flatMap(name =>
          leaves(secrets.variables[name]),
        ),
      );
    }
    if (spec.phase === 'apply' && spec.runAs) {
      await giveFolder(folders.work, spec.runAs);
    }
  },
};
