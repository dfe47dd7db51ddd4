export { LastRun } from './LastRun';
