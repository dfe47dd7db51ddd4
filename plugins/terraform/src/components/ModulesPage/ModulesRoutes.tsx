import { Route, Routes } from 'react-router-dom';
import { moduleRouteRef } from '../../routes';
import { ModulePage } from './ModulePage';
import { ModulesPage } from './ModulesPage';

export const ModulesRoutes = () => (
  <Routes>
    <Route path="/" element={<ModulesPage />} />
    <Route path={moduleRouteRef.path} element={<ModulePage />} />
  </Routes>
);
