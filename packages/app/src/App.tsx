import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { authModule } from './modules/auth';
import { landingModule } from './modules/landing';
import { navModule } from './modules/nav';
import { themeModule } from './modules/theme';

// Every other plugin is found by `app.packages: all`, among them the Terraform plugin.
export default createApp({
  features: [catalogPlugin, authModule, landingModule, navModule, themeModule],
});
