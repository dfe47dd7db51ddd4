import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument } from './schema';
import { serve, serveAttached } from './serve';

const document = readDocument(
  // Both files are in the folder of the double.
  // eslint-disable-next-line no-restricted-syntax
  readFileSync(join(__dirname, 'schema.json'), 'utf8'),
);
const attached = process.argv.includes('-debug');

(attached ? serveAttached(document) : serve(document)).catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
