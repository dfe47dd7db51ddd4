export { LatestRunCard } from './LatestRunCard';
export { ModuleCard } from './ModuleCard';
export { ModuleWorkspacesCard } from './ModuleWorkspacesCard';
export { OutputsCard } from './OutputsCard';
export { PendingApprovalsCard } from './PendingApprovalsCard';
