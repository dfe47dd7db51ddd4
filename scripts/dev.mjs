// `npm run dev`: the portal with hot reload, frontend on port 3000, backend on port 7007.
import { join } from 'node:path';
import { DEMO_CONFIGS, demoEnv } from './lib/portal.mjs';
import { ensureInstalled } from './lib/prepare.mjs';
import { ROOT, say, yarn } from './lib/project.mjs';

await ensureInstalled();
await yarn(['workspace', '@planroom/terraform-runner', 'build'], {
  quiet: true,
});
say('starting frontend and backend; open http://localhost:3000');
const files = [...DEMO_CONFIGS, 'app-config.dev.yaml'];
await yarn(
  [
    'backstage-cli',
    'repo',
    'start',
    ...files.flatMap(file => ['--config', join(ROOT, file)]),
  ],
  {
    env: demoEnv({
      port: 7007,
      dataDir: process.env.PLANROOM_DATA_DIR ?? join(ROOT, '.data'),
    }),
  },
);
