import { InputError } from '@backstage/errors';
import { StartableProject } from './readProjects';

/** What a template asks for. */
export interface BuildRequest {
  project: string;
  region?: string;
  environmentVariables?: Record<string, string | number | boolean>;
  sourceVersion?: string;
}

/** What may be changed for one build; everything else is as the project says. */
export interface BuildOverrides {
  variables: Array<{ name: string; value: string }>;
  sourceVersion?: string;
}

/**
 * Finds the project and what of it is changed.
 *
 * @throws InputError when the project, a variable or the choice of a version is not allowed by the configuration
 */
export function checkRequest(
  request: BuildRequest,
  projects: StartableProject[],
): { project: StartableProject; overrides: BuildOverrides } {
  const project = findProject(request, projects);
  const given = Object.entries(request.environmentVariables ?? {});
  const refused = given
    .map(([name]) => name)
    .filter(name => !project.variables.includes(name));
  if (refused.length > 0) {
    throw new InputError(
      `The variables ${refused.join(', ')} of the project ${
        project.name
      } cannot be set by templates; ${
        project.variables.length > 0
          ? `only ${project.variables.join(', ')} can`
          : 'none can'
      }. The platform team decides in terraform.aws.codebuild.projects`,
    );
  }
  const sourceVersion = request.sourceVersion?.trim() || undefined;
  if (sourceVersion && !project.sourceVersion) {
    throw new InputError(
      `Templates cannot choose the version of the source of ${project.name}; leave sourceVersion out. The platform team decides in terraform.aws.codebuild.projects`,
    );
  }
  return {
    project,
    overrides: {
      variables: given.map(([name, value]) => ({ name, value: String(value) })),
      ...(sourceVersion && { sourceVersion }),
    },
  };
}

function findProject(
  { project: name, region }: BuildRequest,
  projects: StartableProject[],
): StartableProject {
  const named = projects.filter(project => project.name === name);
  const found = named.filter(
    project => !region?.trim() || project.region === region.trim(),
  );
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    throw new InputError(
      `There is a project ${name} in ${named
        .map(project => project.region)
        .join(' and ')}; say in which region`,
    );
  }
  throw new InputError(
    `The project ${name}${
      region ? ` in ${region}` : ''
    } cannot be started by templates; the platform team can add it to terraform.aws.codebuild.projects`,
  );
}
