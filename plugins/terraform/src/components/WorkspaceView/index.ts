export { WorkspaceView } from './WorkspaceView';
