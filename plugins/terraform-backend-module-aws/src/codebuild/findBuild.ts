import {
  BatchGetBuildsCommand,
  Build,
  CodeBuildClient,
  ListBuildsForProjectCommand,
} from '@aws-sdk/client-codebuild';

/** Clocks may differ by this much. */
const CLOCKS_MS = 60_000;

/** The build that was started with a variable of that value, if there is one among the project's builds since a time. */
export async function findBuild(
  codebuild: CodeBuildClient,
  wanted: {
    projectName: string;
    variable: { name: string; value: string };
    /** ISO 8601 */
    since: string;
  },
): Promise<Build | undefined> {
  const { projectName, variable } = wanted;
  const oldest = Date.parse(wanted.since) - CLOCKS_MS;
  let nextToken: string | undefined;
  do {
    const listed = await codebuild.send(
      new ListBuildsForProjectCommand({
        projectName,
        sortOrder: 'DESCENDING',
        nextToken,
      }),
    );
    if (!listed.ids?.length) return undefined;
    const { builds = [] } = await codebuild.send(
      new BatchGetBuildsCommand({ ids: listed.ids }),
    );
    const found = builds.find(({ environment }) =>
      environment?.environmentVariables?.some(
        ({ name, value }) => name === variable.name && value === variable.value,
      ),
    );
    if (found) return found;
    const isOlder = builds.some(
      ({ startTime }) => startTime && startTime.getTime() < oldest,
    );
    nextToken = isOlder ? undefined : listed.nextToken;
  } while (nextToken);
  return undefined;
}
