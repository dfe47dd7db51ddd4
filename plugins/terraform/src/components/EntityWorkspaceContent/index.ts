export { EntityWorkspaceContent } from './EntityWorkspaceContent';
