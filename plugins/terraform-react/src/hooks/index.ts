export { useRun, type RunQuery } from './useRun';
export type { ChangeProgress, RunEventsState } from './runEventsState';
export { useTerraformSignal } from './useTerraformSignal';
export { useTerraformQuery, type TerraformQuery } from './useTerraformQuery';
export { usePagedQuery, type PagedQuery } from './usePagedQuery';
