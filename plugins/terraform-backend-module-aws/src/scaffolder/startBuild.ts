import { setTimeout as sleep } from 'node:timers/promises';
import {
  Build,
  CodeBuildClient,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import { isNoCapacity } from '../codebuild/errors';
import { findBuild } from '../codebuild/findBuild';
import { BuildOverrides } from './checkRequest';
import { explainAwsError } from './explainAwsError';
import { StartableProject } from './readProjects';

/** CodeBuild knows a token for five minutes; a minute is left for clocks that differ. */
const TOKEN_KNOWN_MS = 4 * 60_000;
/** A place is asked for less often than a build is looked at. */
const PLACE_POLLS = 5;
/** Marks the build, so that it is found again when the answer to its start was lost. */
const MARK = 'PLANROOM_TASK';

export interface BuildOrder {
  project: StartableProject;
  overrides: BuildOverrides;
  /** the same for every attempt; at most 64 characters */
  token: string;
  /** when the first attempt was made */
  orderedAt: string;
}

/**
 * Starts one build for an order, however often it is tried: CodeBuild answers the same request with the same build for five minutes, and after
 * them the build is looked for. Waits while CodeBuild has no place for it.
 *
 * @throws Error with a sentence for people
 */
export async function startBuild(
  codebuild: CodeBuildClient,
  order: BuildOrder,
  options: {
    onNoCapacity: (said: string) => void;
    deadline: number;
    pollMs: number;
    signal?: AbortSignal;
  },
): Promise<Build> {
  const { project } = order;
  try {
    const isOld = Date.now() - Date.parse(order.orderedAt) > TOKEN_KNOWN_MS;
    const earlier = isOld
      ? await findBuild(codebuild, {
          projectName: order.project.name,
          variable: { name: MARK, value: order.token },
          since: order.orderedAt,
        })
      : undefined;
    if (earlier) return earlier;
    for (let attempt = 1; ; attempt += 1) {
      options.signal?.throwIfAborted();
      try {
        return await requestBuild(codebuild, order);
      } catch (error) {
        if (!isNoCapacity(error) || Date.now() > options.deadline) throw error;
        if (attempt === 1) options.onNoCapacity((error as Error).message);
        await sleep(PLACE_POLLS * options.pollMs, undefined, {
          signal: options.signal,
        });
      }
    }
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Error(explainAwsError(error, project, 'start a build'), {
      cause: error,
    });
  }
}

async function requestBuild(
  codebuild: CodeBuildClient,
  { project, overrides, token }: BuildOrder,
): Promise<Build> {
  const { build } = await codebuild.send(
    new StartBuildCommand({
      projectName: project.name,
      idempotencyToken: token,
      // One order is one build: CodeBuild must not repeat what has failed.
      autoRetryLimitOverride: 0,
      environmentVariablesOverride: [
        ...overrides.variables,
        { name: MARK, value: token },
      ].map(variable => ({ ...variable, type: 'PLAINTEXT' as const })),
      sourceVersion: overrides.sourceVersion,
    }),
  );
  if (!build?.id || !build.arn) {
    throw new Error('CodeBuild answered a build without its id');
  }
  return build;
}
