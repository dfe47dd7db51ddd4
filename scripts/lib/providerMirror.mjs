// Finds a folder with unpacked Terraform providers, so that nobody has to name it.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Terraform's own implied mirror folders, https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
const IMPLIED = [
  join(homedir(), '.terraform.d/plugins'),
  join(homedir(), '.local/share/terraform/plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
];
const SYSTEM_FOLDERS = [
  '/usr/local',
  '/usr/local/share',
  '/usr/share',
  '/opt',
  '/srv',
  '/var/lib',
];

export function findProviderMirror() {
  return [...IMPLIED, ...SYSTEM_FOLDERS.flatMap(childFolders)].find(
    holdsAwsProvider,
  );
}

function holdsAwsProvider(folder) {
  return childFolders(folder).some(host =>
    existsSync(join(host, 'hashicorp/aws')),
  );
}

function childFolders(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => join(folder, entry.name));
  } catch {
    return [];
  }
}
