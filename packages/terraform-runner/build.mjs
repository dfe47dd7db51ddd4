// Builds `dist/runner.cjs` (everything in one file) and `dist/index.cjs.js` with its types (the contract).
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
  entryPoints: ['src/index.ts'],
  outfile: join(out, 'index.cjs.js'),
});

const contract = await readFile(join(root, 'src/index.ts'), 'utf8');
await writeFile(
  join(out, 'index.d.ts'),
  ts.transpileDeclaration(contract, {}).outputText,
);
