// `npm run build`: the production bundle, as the image and `npm start` run it.
import { ensureBuilt, ensureInstalled } from './lib/prepare.mjs';

await ensureInstalled();
await ensureBuilt();
