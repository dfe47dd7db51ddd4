import type { Plan } from '@planroom/backstage-plugin-terraform-common';
import { countsByAction } from '../PlanSummary/PlanSummary';

/** Outputs that the plan changes. */
export function changedOutputs(plan: Plan): Plan['outputs'] {
  return plan.outputs.filter(({ action }) => action !== 'no-op');
}

/** Whether applying would change neither a resource nor an output. */
export function hasNothingToDo(plan: Plan): boolean {
  return (
    countsByAction(plan).every(({ count }) => count === 0) &&
    changedOutputs(plan).length === 0
  );
}

/** Checks of the configuration that did not hold. */
export function failedChecks(plan: Plan): Plan['checks'] {
  return plan.checks.filter(
    ({ status }) => status === 'fail' || status === 'error',
  );
}

/** Things that changed without Terraform; what is as expected is not told. */
export function realDrift(plan: Plan): Plan['drift'] {
  return plan.drift.filter(({ action }) => action !== 'no-op');
}
