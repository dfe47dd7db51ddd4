// Finds what there is to check below `terraform/`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from '@cdktn/hcl2json';

const SKIPPED = new Set(['.terraform', 'examples', 'tests']);

/**
 * Folders with a configuration of their own, modules and roots, by their path below `root`. The examples of a module belong to it.
 */
export function findConfigurations(root) {
  const found = [];
  const visit = folder => {
    const entries = readdirSync(folder, { withFileTypes: true });
    if (
      entries.some(entry => entry.isFile() && entry.name.endsWith('.tf')) &&
      entries.some(entry => entry.name === 'tests')
    ) {
      found.push(relative(root, folder));
    }
    const isModule = existsSync(join(folder, 'module.yaml'));
    for (const entry of entries) {
      const skipped = isModule
        ? SKIPPED.has(entry.name)
        : entry.name === '.terraform' || entry.name === 'tests';
      if (entry.isDirectory() && !skipped) visit(join(folder, entry.name));
    }
  };
  visit(root);
  return found.sort();
}

/** The providers that the files of a folder and of the modules in it ask for: address -> version constraints. */
export async function requiredProviders(folder, seen = new Set()) {
  const required = new Map();
  if (seen.has(folder)) return required;
  seen.add(folder);
  for (const name of readdirSync(folder).filter(each => each.endsWith('.tf'))) {
    const content = await parse(name, readFileSync(join(folder, name), 'utf8'));
    for (const block of content.terraform ?? []) {
      for (const providers of block.required_providers ?? []) {
        for (const { source, version } of Object.values(providers)) {
          add(required, addressOf(source), version);
        }
      }
    }
    for (const [call] of Object.values(content.module ?? {})) {
      if (!call.source?.startsWith('.')) continue;
      const inner = await requiredProviders(join(folder, call.source), seen);
      for (const [address, versions] of inner) {
        for (const version of versions) add(required, address, version);
      }
    }
  }
  return required;
}

function add(required, address, version) {
  const versions = required.get(address) ?? new Set();
  if (version) versions.add(version);
  required.set(address, versions);
}

/** `hashicorp/aws` is short for `registry.terraform.io/hashicorp/aws`. */
function addressOf(source) {
  return source.split('/').length === 2
    ? `registry.terraform.io/${source}`
    : source;
}
