import {
  createFrontendModule,
  PageBlueprint,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import terraformPlugin from '@planroom/backstage-plugin-terraform';
import { Navigate } from 'react-router-dom';

const Landing = () => {
  const terraform = useRouteRef(terraformPlugin.routes.root);
  return <Navigate to={terraform?.() ?? '/catalog'} replace />;
};

/** `/` leads to what needs the person, which is the overview of the Terraform plugin. */
export const landingModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    PageBlueprint.make({
      name: 'landing',
      params: { path: '/', noHeader: true, loader: async () => <Landing /> },
    }),
  ],
});
