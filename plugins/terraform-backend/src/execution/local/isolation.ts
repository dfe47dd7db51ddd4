import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { TerraformExecutorHealth } from '@planroom/backstage-plugin-terraform-node';
import { LocalExecutorConfig } from '../../config';

/** Number of user ids after `firstUid` that runs are spread over. */
const UID_COUNT = 1_000;

/** Mode bit that lets other users pass through a folder; a folder that is not there yet will have it. */
const PASSABLE = 0o001;

/** How Terraform is kept apart from the portal on this machine. */
export type Isolation =
  | { kind: 'uid'; firstUid: number; health: TerraformExecutorHealth }
  | { kind: 'none'; health: TerraformExecutorHealth };

/**
 * Decides how Terraform is kept apart: as the configuration says, else under another user where that is possible.
 *
 * @throws Error when the configured way is not possible here, or not allowed in production
 */
export function chooseIsolation(
  config: LocalExecutorConfig,
  folder: string,
  production: boolean,
): Isolation {
  const obstacle = uidObstacle(folder);
  switch (config.isolation) {
    case 'bubblewrap':
      throw new Error(
        'terraform.executors.local.isolation: bubblewrap is not built yet; use uid',
      );
    case 'uid':
      if (obstacle) {
        throw new Error(
          `terraform.executors.local.isolation is uid, but ${obstacle}`,
        );
      }
      return {
        kind: 'uid',
        firstUid: config.firstUid,
        health: { status: 'ok' },
      };
    case 'none':
      return withoutIsolation(config, production, 'as configured');
    default:
      return obstacle
        ? withoutIsolation(config, production, `because ${obstacle}`)
        : { kind: 'uid', firstUid: config.firstUid, health: { status: 'ok' } };
  }
}

function withoutIsolation(
  config: LocalExecutorConfig,
  production: boolean,
  why: string,
): Isolation {
  if (production && !config.acceptSharedHost) {
    throw new Error(
      `In production the local executor runs Terraform only apart from the portal: set terraform.executors.local.isolation to uid and run the portal as root, or accept the risk with acceptSharedHost: true (isolation is none ${why})`,
    );
  }
  return {
    kind: 'none',
    health: production
      ? {
          status: 'degraded',
          message: `Terraform runs as the portal's own user (acceptSharedHost), ${why}: module authors can read what the portal can read`,
        }
      : { status: 'ok' },
  };
}

/** Why Terraform cannot run as another user; undefined when it can. */
function uidObstacle(folder: string): string | undefined {
  if (process.getuid?.() !== 0) {
    return 'the portal does not run as root and cannot switch user';
  }
  for (
    let path = dirname(folder);
    path !== dirname(path);
    path = dirname(path)
  ) {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? PASSABLE;
    // eslint-disable-next-line no-bitwise
    if ((mode & PASSABLE) === 0) {
      return `other users may not pass through ${path}, where the data folder is; move it with PLANROOM_DATA_DIR`;
    }
  }
  return undefined;
}

/** The user that a run's Terraform runs as: the same for its plan and apply, another one for most other runs. */
export function uidOfRun(
  { firstUid }: { firstUid: number },
  runId: string,
): { uid: number; gid: number } {
  const spread = createHash('sha256').update(runId).digest().readUInt32BE(0);
  const uid = firstUid + (spread % UID_COUNT);
  return { uid, gid: uid };
}
