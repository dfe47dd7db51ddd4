import { Route, Routes } from 'react-router-dom';
import { workspaceRouteRef } from '../../routes';
import { WorkspacePage } from './WorkspacePage';
import { WorkspacesPage } from './WorkspacesPage';

export const WorkspacesRoutes = () => (
  <Routes>
    <Route path="/" element={<WorkspacesPage />} />
    <Route path={workspaceRouteRef.path} element={<WorkspacePage />} />
  </Routes>
);
