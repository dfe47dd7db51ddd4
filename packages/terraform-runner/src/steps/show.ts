import { readFile } from 'node:fs/promises';
import type { Step } from '../phase';
import { plannedFile } from './plan';
import { expectSuccess, reportRawLines } from './runCommand';

export const show: Step = {
  name: 'show',
  async run(phase) {
    const end = await phase.terraform.run({
      args: ['show', '-no-color', '-json', plannedFile(phase.folders)],
      knows: {},
      onStderr: lines => reportRawLines(phase, lines),
      onStdoutFile: async path => {
        phase.found.planJson = await readFile(path, 'utf8');
      },
    });
    expectSuccess(phase, 'show', { ...end, diagnostics: [] });
  },
};
