// Builds `dist/runner.cjs` and `dist/run-phase.js` (everything in one file each) and `dist/index.cjs.js` with its types (the contract).
// Usage: node build.mjs [folder], default dist
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
// The repository's own, which need not be declared by every package.
// eslint-disable-next-line @backstage/no-undeclared-imports
import ts from 'typescript';

const root = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(root, 'dist'));
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
};

await build({
  ...shared,
  entryPoints: ['src/main.ts'],
  outfile: join(out, 'runner.cjs'),
  banner: { js: '#!/usr/bin/env node' },
});
await build({
  ...shared,
  entryPoints: ['src/remote/main.ts'],
  outfile: join(out, 'run-phase.js'),
  // With the SDK of AWS inside, to less than half.
  minify: true,
  // The SDK's errors are told apart by their names.
  keepNames: true,
  legalComments: 'none',
  // The smaller sources of the SDK, of which only what is used remains.
  mainFields: ['module', 'main'],
});
await build({
  ...shared,
  entryPoints: ['src/index.ts'],
  outfile: join(out, 'index.cjs.js'),
});

for (const name of ['index', 'manifest']) {
  const contract = await readFile(join(root, `src/${name}.ts`), 'utf8');
  await writeFile(
    join(out, `${name}.d.ts`),
    ts.transpileDeclaration(contract, {}).outputText,
  );
}
