export { RunActions, type RunActionsProps } from './RunActions';
