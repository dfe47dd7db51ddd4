export { RunActions, type RunActionsProps } from './RunActions';
export { hasOutdatedPlan, type ActionableRun } from './actions';
