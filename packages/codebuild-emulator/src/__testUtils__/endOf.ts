import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
} from '@aws-sdk/client-codebuild';

const POLL_MS = 20;
const PATIENCE_MS = 20_000;

/** Asks for a build until it fulfils a condition, by default until it has ended. */
export async function endOf(
  client: CodeBuildClient,
  id: string,
  condition: (build: Build) => boolean = build => build.buildComplete!,
): Promise<Build> {
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    const { builds } = await client.send(
      new BatchGetBuildsCommand({ ids: [id] }),
    );
    if (condition(builds![0])) return builds![0];
    await wait(POLL_MS);
  }
  throw new Error(`The build ${id} was waited for in vain`);
}
