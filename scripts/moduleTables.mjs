// `npm run terraform:docs`: writes the tables of inputs and outputs into the modules' READMEs; with --check it only says which are old.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, say } from './lib/project.mjs';
import { withTables } from './lib/terraform/moduleTables.mjs';

const MODULES = join(ROOT, 'terraform/modules');
const check = process.argv.includes('--check');
const names = readdirSync(MODULES).filter(name =>
  existsSync(join(MODULES, name, 'module.yaml')),
);
let wrong = 0;

for (const name of names) {
  try {
    const { before, after } = await withTables(join(MODULES, name));
    if (before === after) continue;
    if (check) {
      wrong += 1;
      say(`terraform/modules/${name}/README.md is old: npm run terraform:docs`);
    } else {
      writeFileSync(join(MODULES, name, 'README.md'), after);
      say(`terraform/modules/${name}/README.md renewed`);
    }
  } catch (error) {
    wrong += 1;
    say(`terraform/modules/${name}: ${error.message}`);
  }
}
say(`${names.length - wrong} of ${names.length} READMEs are right`);
process.exitCode = wrong > 0 ? 1 : 0;
