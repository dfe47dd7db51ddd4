import type { Diagnostic, PhaseName, PhaseStep } from './index';

interface Cause {
  pattern: RegExp;
  message: string;
}

/** Terraform's words, and what a person can do about them. The first that matches any error explains the end. */
const CAUSES: Cause[] = [
  {
    pattern: /Failed to persist state to backend|Failed to save state/,
    message:
      'Terraform changed infrastructure but could not save the state. Do not start another run before the state is recovered.',
  },
  {
    // The second is how S3 says so.
    pattern: /already locked|api error PreconditionFailed/,
    message:
      'The state is locked by somebody else. Wait until that run has ended, or have the lock released under Operations, then retry.',
  },
  {
    pattern: /Saved plan is stale/,
    message:
      'The state has changed since this plan was made, so nothing was applied. Start a new run to plan again.',
  },
  {
    pattern: /Saved plan does not match the given state/,
    message:
      'This plan was made for another state, so nothing was applied. Start a new run to plan again.',
  },
  {
    pattern: /Provider produced inconsistent final plan/,
    message:
      'What the plan was made from is not the same any more: a file that the configuration reads, or a value the provider computes, changed between plan and apply. Start a new run to plan again.',
  },
  {
    pattern: /plan file was created by Terraform/,
    message:
      'Plan and apply ran with different versions of Terraform, so nothing was applied. Start a new run to plan again.',
  },
  {
    pattern: /Cannot apply incomplete plan/,
    message:
      'This plan is incomplete, so nothing was applied. Start a new run.',
  },
  {
    pattern: /HTTP remote state endpoint (requires auth|invalid auth)/,
    message:
      'The portal refused the state credential of this phase; it may have expired. Retry the run.',
  },
  {
    pattern:
      /operation error S3:|S3 bucket "[^"]*" does not exist|retrieving caller identity from STS|failed to get shared config profile/,
    message:
      'Terraform could not read or write the state in S3. See whether the role of builds may use the state bucket, its key and STS, and whether they are reachable from the network of the builds, then retry.',
  },
  {
    pattern:
      /Error acquiring the state lock|error loading state|HTTP error: 5\d\d|Failed to (get|load) (existing )?state|Error refreshing state/i,
    message:
      'Terraform could not read or write the state at the portal. See whether the portal is reachable from where Terraform runs, then retry.',
  },
  {
    pattern:
      /Failed to query available provider packages|Failed to install provider|Could not retrieve the list of available versions|was not found in any of the search locations|Failed to resolve provider packages/,
    message:
      'A provider could not be installed: the registry is unreachable from here, or the mirror does not have it. Put the provider into the mirror (terraform.providerMirror, made with `terraform providers mirror`) or allow the network, then retry.',
  },
  {
    pattern:
      /Failed to download module|Module not found|Could not download module|Error accessing remote module registry/,
    message:
      'A module could not be fetched: its source is unreachable from here or does not exist. Correct the source or allow the network, then retry.',
  },
  {
    pattern: /Inconsistent dependency lock file|Provider dependency changes/,
    message:
      'The dependency lock file does not fit the providers of the configuration. Run `terraform init` and `terraform providers lock` in the module and commit .terraform.lock.hcl.',
  },
];

const UNLOCK_FAILED = /Error releasing the state lock/;
const INTERRUPTED = /^(execution halted|operation canceled)$/i;

function matches(diagnostic: Diagnostic, pattern: RegExp): boolean {
  return (
    pattern.test(diagnostic.summary) || pattern.test(diagnostic.detail ?? '')
  );
}

function placeOf({ filename, line }: Diagnostic): string | undefined {
  return filename && line ? `${filename} line ${line}` : filename;
}

const STATE_LOST = CAUSES[0];

export interface CommandFailure {
  phase: PhaseName;
  step: PhaseStep;
  code: number | null;
  signal: string | null;
  diagnostics: readonly Diagnostic[];
}

/** One sentence, or two, on why a Terraform command failed and what to do. */
export function explainFailure(failure: CommandFailure): string {
  const { phase, step, code, signal } = failure;
  const errors = failure.diagnostics.filter(
    ({ severity }) => severity === 'error',
  );
  if (signal) {
    return `Terraform was killed (${signal}) during ${step}${
      phase === 'apply' && step === 'apply'
        ? '. What it was doing at that moment may be missing from the state, and the lock may still be held: compare before the next run.'
        : ', perhaps for lack of memory. Retry the run.'
    }`;
  }
  if (
    step === 'apply' &&
    errors.length > 0 &&
    errors.every(error => matches(error, UNLOCK_FAILED))
  ) {
    return 'Everything was applied and the state is saved, but the state lock could not be released. Have the lock released under Operations; nothing needs to be applied again.';
  }
  const cause = CAUSES.find(({ pattern }) =>
    errors.some(error => matches(error, pattern)),
  );
  const first = errors.find(error => !matches(error, INTERRUPTED)) ?? errors[0];
  if (cause) {
    return cause.message;
  }
  if (first) {
    const place = first.address ?? placeOf(first);
    const others = errors.length - 1;
    const more =
      others > 0 ? `, and ${others} more error${others > 1 ? 's' : ''}` : '';
    return `Terraform's ${step} failed: ${first.summary}${
      place ? ` (${place})` : ''
    }${more}`;
  }
  return `Terraform's ${step} ended with exit code ${code} and no explanation; see its log`;
}

/** What an apply that was interrupted leaves behind. */
export function explainInterruption(failure: CommandFailure): string {
  if (failure.signal) {
    return 'Terraform was killed during apply. What it was doing at that moment may be missing from the state, and the lock may still be held: compare before the next run.';
  }
  const lost = failure.diagnostics.some(diagnostic =>
    matches(diagnostic, STATE_LOST.pattern),
  );
  return lost
    ? STATE_LOST.message
    : 'Terraform was interrupted during apply; what it had changed until then is in the state.';
}
