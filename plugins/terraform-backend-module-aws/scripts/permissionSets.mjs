// Writes src/cloud/permissionSets.json: what plans may read and applies may do, by permission set, from the module terraform-permissions.
// With --check it only says whether the file is old.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SETS = fileURLToPath(
  new URL(
    '../../../terraform/modules/terraform-permissions/permission_sets',
    import.meta.url,
  ),
);
const TARGET = fileURLToPath(
  new URL('../src/cloud/permissionSets.json', import.meta.url),
);

const readJson = path => JSON.parse(readFileSync(path, 'utf8'));

/** Actions of a phase, with those of the parts that the set shares. */
function actionsOf(set, phase) {
  const parts = [
    set,
    ...(set.includes ?? []).map(part =>
      readJson(join(SETS, 'shared', `${part}.json`)),
    ),
  ];
  const actions = parts.flatMap(part =>
    Object.values(part[phase]).flatMap(statement => statement.actions),
  );
  return [...new Set(actions)].sort();
}

const sets = Object.fromEntries(
  readdirSync(SETS)
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => {
      const set = readJson(join(SETS, file));
      return [
        file.replace(/\.json$/, ''),
        { plan: actionsOf(set, 'plan'), apply: actionsOf(set, 'apply') },
      ];
    }),
);
const content = `${JSON.stringify(sets, null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, content);
} else if (readFileSync(TARGET, 'utf8') !== content) {
  process.stderr.write(
    'src/cloud/permissionSets.json is old: node scripts/permissionSets.mjs\n',
  );
  process.exitCode = 1;
}
