export { RunsRoutes } from './RunsRoutes';
