import { PhaseCanceled, PhaseFailure, type PhaseContext } from '../phase';
import type { PhaseStep, Diagnostic } from '../index';
import { explainFailure } from '../classification';
import type { Knowledge } from '../environment';
import type { Line } from '../lineReader';
import type { ProgressTracker } from '../progress';
import type { TerraformEnd } from '../terraform';
import {
  diagnosticText,
  levelOf,
  parseMessage,
  toDiagnostic,
  withoutAnsi,
} from '../terraformMessages';

/** More of them explain nothing more. */
const MAX_DIAGNOSTICS = 200;

/** Puts a diagnostic of Terraform into the log and among the findings. */
export function reportDiagnostic(
  { output, found }: PhaseContext,
  raw: unknown,
): Diagnostic {
  const diagnostic = toDiagnostic(raw, text => output.clean(text));
  if (found.diagnostics.length < MAX_DIAGNOSTICS) {
    found.diagnostics.push(diagnostic);
  }
  output.log(
    diagnostic.severity === 'error' ? 'error' : 'warn',
    diagnosticText(diagnostic),
    { type: 'diagnostic' },
  );
  return diagnostic;
}

export function reportRawLines({ output }: PhaseContext, lines: Line[]): void {
  for (const { text, cut } of lines) {
    const plain = withoutAnsi(text);
    if (plain.trim() !== '') {
      output.log('warn', plain, { cut });
    }
  }
}

function reportLine(
  phase: PhaseContext,
  { text, cut }: Line,
  diagnostics: Diagnostic[],
  tracker?: ProgressTracker,
): void {
  const { output, found } = phase;
  const message = cut ? undefined : parseMessage(text);
  if (!message) {
    const plain = withoutAnsi(text);
    if (plain.trim() !== '') {
      output.log('info', plain, { cut });
    }
    return;
  }
  if (message.type === 'diagnostic') {
    diagnostics.push(reportDiagnostic(phase, message.diagnostic));
    return;
  }
  if (message.type === 'version') {
    const version = message.terraform ?? message.tofu;
    if (typeof version === 'string') {
      found.terraformVersion = output.clean(version);
    }
  }
  output.log(levelOf(message), withoutAnsi(String(message['@message'])), {
    type: message.type,
  });
  const progress = tracker?.take(message);
  if (progress) {
    output.progress(progress);
  }
}

export type CommandEnd = TerraformEnd & {
  diagnostics: Diagnostic[];
  /** what it wrote beside its messages */
  complaints: string[];
};

/** Runs a command with `-json` output and tells of it as it goes. */
export async function runCommand(
  phase: PhaseContext,
  command: {
    args: string[];
    knows: Knowledge;
    tracker?: ProgressTracker;
    onStart?: () => void;
  },
): Promise<CommandEnd> {
  const diagnostics: Diagnostic[] = [];
  const complaints: string[] = [];
  const end = await phase.terraform.run({
    args: command.args,
    knows: command.knows,
    onStart: command.onStart,
    onStdout: lines => {
      lines.forEach(line =>
        reportLine(phase, line, diagnostics, command.tracker),
      );
      phase.output.flush();
    },
    onStderr: lines => {
      if (complaints.length < MAX_DIAGNOSTICS) {
        complaints.push(...lines.map(({ text }) => text));
      }
      reportRawLines(phase, lines);
      phase.output.flush();
    },
  });
  return { ...end, diagnostics, complaints };
}

/** Throws unless the command ended well; what was canceled ended as canceled, whatever its code says. */
export function expectSuccess(
  phase: PhaseContext,
  step: PhaseStep,
  end: TerraformEnd & { diagnostics: Diagnostic[] },
  goodCodes: number[] = [0],
): void {
  if (phase.cancellation.signal.aborted) {
    throw new PhaseCanceled();
  }
  if (end.code === null || !goodCodes.includes(end.code)) {
    throw new PhaseFailure(
      explainFailure({ ...end, phase: phase.spec.phase, step }),
    );
  }
}
