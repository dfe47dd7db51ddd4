export { WorkspaceActions } from './WorkspaceActions';
