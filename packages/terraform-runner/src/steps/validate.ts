import { readFile } from 'node:fs/promises';
import { asArray, asObject } from '../json';
import type { Diagnostic } from '../index';
import type { Step } from '../phase';
import { expectSuccess, reportDiagnostic, reportRawLines } from './runCommand';

export const validate: Step = {
  name: 'validate',
  async run(phase) {
    let text = '';
    const end = await phase.terraform.run({
      args: ['validate', '-no-color', '-json'],
      knows: {},
      onStderr: lines => reportRawLines(phase, lines),
      onStdoutFile: async path => {
        text = await readFile(path, 'utf8');
      },
    });
    let diagnostics: Diagnostic[] = [];
    try {
      diagnostics = asArray(asObject(JSON.parse(text)).diagnostics).map(raw =>
        reportDiagnostic(phase, raw),
      );
    } catch {
      reportRawLines(
        phase,
        text.split('\n').map(line => ({ text: line, cut: false })),
      );
    }
    expectSuccess(phase, 'validate', { ...end, diagnostics });
  },
};
