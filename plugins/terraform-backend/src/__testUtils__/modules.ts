import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { temporaryFolder } from './startTerraformBackend';

const manifest = (cloud: string) => `title: Fixture
description: Only for tests.
category: test
cloud: ${cloud}
owner: group:default/platform
lifecycle: experimental
version: 1.0.0
`;

/** A folder of modules of one file each, as the `terraform.modules` part of a configuration. */
export function fixtureModules(
  modules: Record<string, string>,
  cloud: 'aws' | 'azure' | 'gcp' | 'none' = 'none',
): { locations: JsonObject[] } {
  const folder = temporaryFolder();
  for (const [name, main] of Object.entries(modules)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'module.yaml'), manifest(cloud));
    writeFileSync(join(folder, name, 'main.tf'), main);
  }
  return { locations: [{ type: 'file', target: folder }] };
}
