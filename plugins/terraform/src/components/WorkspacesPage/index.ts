export { WorkspacesRoutes } from './WorkspacesRoutes';
