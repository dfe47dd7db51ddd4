import { explainFailure, explainInterruption } from './classification';
import type { Diagnostic, PhaseStep } from './index';

function explain(
  step: PhaseStep,
  errors: Array<Partial<Diagnostic>>,
  end: { code?: number | null; signal?: string } = {},
): string {
  return explainFailure({
    phase: step === 'apply' ? 'apply' : 'plan',
    step,
    code: end.code ?? 1,
    signal: end.signal ?? null,
    diagnostics: errors.map(error => ({
      severity: 'error',
      summary: '',
      ...error,
    })),
  });
}

describe('explainFailure', () => {
  it.each([
    ['apply', 'HTTP remote state already locked: ID=x', 'is locked'],
    ['apply', 'Error acquiring the state lock', 'portal is reachable'],
    [
      'init',
      'validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403',
      'state in S3',
    ],
    ['apply', 'Saved plan is stale', 'state has changed'],
    ['apply', 'Saved plan does not match the given state', 'another state'],
    ['apply', 'Failed to persist state to backend', 'could not save the state'],
    ['apply', 'Provider produced inconsistent final plan', 'plan again'],
    ['apply', 'Error releasing the state lock', 'Everything was applied'],
    ['init', 'Failed to query available provider packages', 'providerMirror'],
    ['init', 'Failed to download module', 'module could not be fetched'],
    ['init', 'Inconsistent dependency lock file', 'dependency lock file'],
    ['init', 'Something new', "Terraform's init failed: Something new"],
  ] as const)('%s: %s', (step, summary, message) => {
    expect(explain(step, [{ summary }])).toContain(message);
  });

  it('knows a lock in S3 from other refusals of S3', () => {
    const s3 = (answer: string) =>
      explain('apply', [
        {
          summary: 'Error acquiring the state lock',
          detail: `Error message: operation error S3: PutObject, https response error ${answer}`,
        },
      ]);
    expect(
      s3('StatusCode: 412, RequestID: , api error PreconditionFailed: x'),
    ).toContain('is locked');
    expect(
      s3('StatusCode: 403, RequestID: , api error AccessDenied: x'),
    ).toContain('state in S3');
  });

  it('puts a lost state before everything, and an unlock after it', () => {
    const lost = { summary: 'Failed to persist state to backend' };
    const unlock = { summary: 'Error releasing the state lock' };
    const provider = { summary: 'creating bucket', address: 'aws_s3_bucket.b' };
    expect(explain('apply', [provider, unlock, lost])).toContain(
      'could not save',
    );
    expect(explain('apply', [provider, unlock])).toBe(
      "Terraform's apply failed: creating bucket (aws_s3_bucket.b), and 1 more error",
    );
  });

  it('tells after an interruption whether the state is whole', () => {
    const failure = {
      phase: 'apply',
      step: 'apply',
      code: 1,
      signal: null,
      diagnostics: [],
    } as const;
    expect(explainInterruption(failure)).toContain('is in the state');
    expect(explainInterruption({ ...failure, signal: 'SIGKILL' })).toContain(
      'may be missing',
    );
    expect(
      explainInterruption({
        ...failure,
        diagnostics: [
          {
            severity: 'error',
            summary: 'Failed to persist state to backend',
          },
        ],
      }),
    ).toContain('could not save the state');
  });

  it('says what it can without diagnostics', () => {
    expect(explain('plan', [], { code: 2 })).toContain('exit code 2');
    expect(explain('plan', [], { signal: 'SIGKILL' })).toContain('memory');
    expect(explain('apply', [], { signal: 'SIGKILL' })).toContain('lock');
    expect(
      explain('plan', [
        { summary: 'execution halted' },
        { summary: 'Bad', filename: 'm.tf', line: 3 },
      ]),
    ).toContain('Bad (m.tf line 3)');
  });
});
