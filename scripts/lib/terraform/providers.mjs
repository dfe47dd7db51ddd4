// Decides where the providers of the library come from: the machine's mirror, the network, or a double made of a schema document.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProviderMirror } from '../providerMirror.mjs';
import { ROOT } from '../project.mjs';
import { load } from '../typescript.mjs';

const DOCUMENTS = join(ROOT, 'terraform/provider-schemas');
const DOWNLOADS = join(ROOT, '.cache/terraform-providers');
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * Writes one mirror folder with everything that could be had.
 *
 * @param required address -> set of version constraints
 * @returns `{ mirror, real, doubles, missing }`: addresses of real providers, of doubles with the version that they stand in for, and of
 *   those that could not be had with the reason
 */
export async function prepareProviders(required, target) {
  rmSync(target, { recursive: true, force: true });
  const bases = [
    process.env.TF_PLUGIN_MIRROR_DIR ?? findProviderMirror(),
  ].filter(Boolean);
  const lacking = () =>
    [...required].filter(
      ([address]) => !bases.some(base => existsSync(join(base, address))),
    );
  let reason;
  if (lacking().length > 0) {
    reason = download(lacking());
    if (existsSync(DOWNLOADS)) bases.push(DOWNLOADS);
  }
  const { writeMirror } = load('@planroom/terraform-provider-double');
  const wanted = new Set(
    lacking().map(([address]) => address.split('/').pop()),
  );
  const doubles = await writeMirror({
    target,
    bases,
    documents: readdirSync(DOCUMENTS)
      .filter(name => name.endsWith('.json'))
      .filter(name => wanted.has(name.replace('.json', '')))
      .map(name => join(DOCUMENTS, name)),
  });
  const missing = lacking()
    .map(([address]) => address)
    .filter(address => !doubles.some(each => each.address === address));
  return {
    mirror: target,
    real: [...required.keys()].filter(
      address =>
        !missing.includes(address) &&
        !doubles.some(each => each.address === address),
    ),
    doubles,
    missing: missing.map(address => ({ address, reason })),
  };
}

/** Writes a configuration that asks for nothing but these providers: pairs of address and version constraints. */
export function writeRequirements(folder, providers) {
  writeFileSync(
    join(folder, 'main.tf.json'),
    JSON.stringify({
      terraform: {
        required_providers: Object.fromEntries(
          providers.map(([address, versions]) => [
            address.split('/').pop(),
            { source: address, version: [...versions].join(', ') },
          ]),
        ),
      },
    }),
  );
}

/** Asks Terraform to download providers; answers why it could not. */
function download(providers) {
  const folder = mkdtempSync(join(tmpdir(), 'planroom-download-'));
  writeRequirements(folder, providers);
  const { status, stderr, error } = spawnSync(
    'terraform',
    ['providers', 'mirror', DOWNLOADS],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: DOWNLOAD_TIMEOUT_MS,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        CHECKPOINT_DISABLE: '1',
        // Without a file of the user's, which may name mirrors: those were looked at before.
        TF_CLI_CONFIG_FILE: '/dev/null',
      },
    },
  );
  rmSync(folder, { recursive: true });
  if (status === 0) return undefined;
  return error?.code === 'ENOENT'
    ? 'terraform is not on the PATH'
    : `it is in no mirror folder and the registry cannot be reached${
        stderr ? '' : ' in time'
      }`;
}
