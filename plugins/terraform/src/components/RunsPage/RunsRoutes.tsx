import { Route, Routes } from 'react-router-dom';
import { runRouteRef } from '../../routes';
import { RunPage } from '../RunPage';
import { RunsPage } from './RunsPage';

export const RunsRoutes = () => (
  <Routes>
    <Route path="/" element={<RunsPage />} />
    <Route path={runRouteRef.path} element={<RunPage />} />
  </Routes>
);
