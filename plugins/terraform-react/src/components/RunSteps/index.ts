export { RunSteps, type RunStepsProps } from './RunSteps';
