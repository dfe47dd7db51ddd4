import { parseExactly } from '../exactNumbers';
import { PhaseFailure, type Step } from '../phase';
import { redactPlan } from '../redaction';

export const redact: Step = {
  name: 'redact',
  async run({ found, scrubber }) {
    const { changes, result } = redactPlan(
      parseExactly(found.planJson ?? ''),
      scrubber,
    );
    found.planJson = undefined;
    if (result.errored) {
      throw new PhaseFailure(
        'Terraform could not finish this plan, so it cannot be applied; see its errors',
      );
    }
    found.redactedPlan = {
      changes: changes.map(change => `${JSON.stringify(change)}\n`).join(''),
      result,
    };
  },
};
