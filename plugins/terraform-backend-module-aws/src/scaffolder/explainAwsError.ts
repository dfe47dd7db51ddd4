import { isNoCapacity } from '../codebuild/errors';
import { StartableProject } from './readProjects';

/**
 * Why AWS did not do something with a team's own project, and what to mend.
 *
 * @param error - of the SDK
 * @param doing - to follow "could not", such as `start a build`
 */
export function explainAwsError(
  error: unknown,
  { name: project, region, roleArn }: StartableProject,
  doing: string,
): string {
  const { name, message } =
    error instanceof Error ? error : { name: 'Error', message: String(error) };
  const could = `The portal could not ${doing} of ${project} in ${region}`;
  const said = `(${name}${message ? `: ${message}` : ''})`;
  const who = roleArn ?? 'the role of the machine';
  if (isNoCapacity(error)) {
    return `${could}: CodeBuild had no place for it all the time ${said}; start the task again later, or raise the limit of concurrent builds of the project or the account`;
  }
  switch (name) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return `${could}: AWS does not allow it ${said}; give ${who} codebuild:StartBuild, StopBuild, BatchGetBuilds and ListBuildsForProject on the project and logs:GetLogEvents on its log group, and check that the role trusts the portal`;
    case 'ResourceNotFoundException':
      return `${could}: there is no such project ${said}; correct its name and region in terraform.aws.codebuild.projects`;
    case 'CredentialsProviderError':
      return `${could}: the portal has no AWS credentials; give its machine a role`;
    default:
      return `${could} ${said}`;
  }
}
