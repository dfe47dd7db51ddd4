import { Cancellation } from './cancellation';
import type { ControlFolder } from './control';
import { RunFolders } from './folders';
import type { PhaseResult, PhaseSpec, PhaseStep } from './index';
import { OutputLog } from './outputLog';
import {
  PhaseCanceled,
  PhaseFailure,
  type Findings,
  type PhaseContext,
  type Step,
} from './phase';
import { readSecrets, secretValues } from './secrets';
import { SecretScrubber } from './secretScrubber';
import { parseSpec } from './spec';
import { apply } from './steps/apply';
import { guard } from './steps/guard';
import { handOverApply } from './steps/handOverApply';
import { handOverPlan } from './steps/handOverPlan';
import { init } from './steps/init';
import { plan } from './steps/plan';
import { redact } from './steps/redact';
import { show } from './steps/show';
import { unpack } from './steps/unpack';
import { validate } from './steps/validate';
import { verify } from './steps/verify';
import { Terraform } from './terraform';

/** Node fires longer timers at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const STEPS: Record<PhaseSpec['phase'], Step[]> = {
  plan: [unpack, guard, init, validate, plan, show, redact, handOverPlan],
  apply: [verify, unpack, init, apply, handOverApply],
};

/** How a phase ends. The first trouble decides; what comes after it is added to its message. */
class Ending {
  outcome: PhaseResult['outcome'] = 'succeeded';
  step: PhaseStep = 'start';
  #messages: string[] = [];

  get ok(): boolean {
    return this.outcome === 'succeeded';
  }

  get message(): string | undefined {
    return this.#messages.length ? this.#messages.join(' ') : undefined;
  }

  record(error: unknown, cancellation: Cancellation): void {
    const { message } = error as Error;
    if (error instanceof PhaseCanceled) {
      if (this.ok) {
        this.outcome = 'canceled';
      }
      this.#messages.push(cancellation.reason, ...(message ? [message] : []));
      return;
    }
    if (this.ok) {
      this.outcome = 'failed';
    }
    this.#messages.push(
      error instanceof PhaseFailure
        ? message
        : `The runner failed during ${this.step}: ${message}`,
    );
  }
}

async function runSteps(phase: PhaseContext, ending: Ending): Promise<void> {
  for (const step of STEPS[phase.spec.phase]) {
    const goesOn = ending.ok && !phase.cancellation.signal.aborted;
    if (!goesOn && !(step.afterApply && phase.found.applyStarted)) {
      continue;
    }
    if (ending.ok) {
      ending.step = step.name;
    }
    phase.output.log('debug', `Step ${step.name}`, { type: 'step' });
    phase.output.flush();
    try {
      await step.run(phase);
    } catch (error) {
      ending.record(error, phase.cancellation);
    }
  }
  // An apply that came to its end is not undone by a late wish; a plan is thrown away.
  const isApplied = phase.found.applyStarted && ending.ok;
  if (phase.cancellation.signal.aborted && ending.ok && !isApplied) {
    ending.record(new PhaseCanceled(), phase.cancellation);
  }
}

/** Runs the phase that a control folder describes, and answers how it ended. Never throws for what happens in the phase. */
export async function runPhase(
  control: ControlFolder,
  cancellation: Cancellation,
): Promise<PhaseResult> {
  const startedAt = new Date().toISOString();
  const scrubber = new SecretScrubber();
  const output = new OutputLog(control.file('output'), scrubber);
  const found: Findings = { diagnostics: [], unpacked: [] };
  const ending = new Ending();
  let phaseId = '';
  let folders: RunFolders | undefined;
  let deadline: NodeJS.Timeout | undefined;

  try {
    const document: unknown = JSON.parse(control.readSpec());
    phaseId = String((document as Partial<PhaseSpec> | null)?.phaseId ?? '');
    const spec = parseSpec(document);
    const secrets = await readSecrets();
    scrubber.add(secretValues(secrets));
    deadline = startDeadline(spec, cancellation);
    folders = new RunFolders(spec);
    await folders.make();
    const terraform = new Terraform({
      spec,
      secrets,
      folders,
      control,
      cancellation,
    });
    await runSteps(
      {
        spec,
        secrets,
        control,
        folders,
        output,
        scrubber,
        cancellation,
        terraform,
        found,
      },
      ending,
    );
  } catch (error) {
    ending.record(error, cancellation);
  } finally {
    clearTimeout(deadline);
  }

  if (!ending.ok) {
    if (!found.applyStarted) {
      control.removeResults();
    }
    output.log(
      ending.outcome === 'canceled' ? 'warn' : 'error',
      ending.message ?? '',
      { type: 'end' },
    );
  }
  try {
    await folders?.remove();
  } catch (error) {
    output.log(
      'warn',
      `The work folder could not be removed: ${(error as Error).message}`,
    );
  }
  output.flush();
  return {
    v: 1,
    phaseId,
    outcome: ending.outcome,
    step: ending.step,
    message: ending.message && output.clean(ending.message),
    diagnostics: found.diagnostics,
    terraformVersion: found.terraformVersion,
    plan: ending.ok ? found.plan : undefined,
    erroredState: found.erroredState,
    applyStarted: found.applyStarted,
    startedAt,
    finishedAt: new Date().toISOString(),
  };
}

function startDeadline(
  spec: PhaseSpec,
  cancellation: Cancellation,
): NodeJS.Timeout | undefined {
  const { deadlineSeconds: seconds, deadlineReason, phase } = spec;
  if (seconds === undefined) {
    return undefined;
  }
  return setTimeout(
    () =>
      cancellation.request(
        'graceful',
        deadlineReason ??
          `The ${phase} was interrupted because it took longer than the ${seconds} seconds it may take; raise the deadline or make the workspace smaller.`,
      ),
    Math.min(seconds * 1_000, LONGEST_TIMER_MS),
  );
}
