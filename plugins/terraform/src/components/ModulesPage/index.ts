export { ModulesRoutes } from './ModulesRoutes';
