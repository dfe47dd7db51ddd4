import { Config } from '@backstage/config';

/** A project of a team's own that templates may start. */
export interface StartableProject {
  name: string;
  region: string;
  /** role that the portal takes for it; its own credentials without it */
  roleArn?: string;
  /** names of variables that a template may set */
  variables: string[];
  /** whether a template may choose the version of the source */
  sourceVersion: boolean;
  /** groups, of which whoever starts the task must be in one; undefined for anybody who may use the template */
  owners?: string[];
}

const KEY = 'terraform.aws.codebuild.projects';

/**
 * Reads `terraform.aws.codebuild.projects`.
 *
 * @throws Error naming the key that is missing or wrong
 */
export function readProjects(root: Config): StartableProject[] {
  const projects = (root.getOptionalConfigArray(KEY) ?? []).map(readProject);
  const places = projects.map(({ name, region }) => `${name} in ${region}`);
  const twice = places.find((place, index) => places.indexOf(place) < index);
  if (twice) {
    throw new Error(`${KEY} names ${twice} twice; keep one of them`);
  }
  return projects;
}

function readProject(config: Config): StartableProject {
  const name = config.getString('name');
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/.test(name)) {
    throw new Error(
      `${KEY} names ${name}, which cannot be the name of a CodeBuild project`,
    );
  }
  const variables = config.getOptionalStringArray('variables') ?? [];
  const reserved = variables.find(
    variable =>
      !/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable) ||
      /^(CODEBUILD_|PLANROOM_)/.test(variable),
  );
  if (reserved !== undefined) {
    throw new Error(
      `The variable ${reserved} of ${name} in ${KEY} cannot be given to templates: names have letters, digits and underscores, and those that begin with CODEBUILD_ or PLANROOM_ are reserved`,
    );
  }
  const owners = config.getOptionalStringArray('owners');
  const unclear = owners?.find(owner => !/^group:[^/]+\/.+$/i.test(owner));
  if (unclear !== undefined || owners?.length === 0) {
    throw new Error(
      `The owners of ${name} in ${KEY} must be references of groups such as group:default/platform${
        unclear === undefined ? '' : `, not ${unclear}`
      }; leave owners out to let everybody start it who may use the template`,
    );
  }
  return {
    name,
    region: config.getString('region'),
    roleArn: config.getOptionalString('roleArn'),
    variables,
    sourceVersion: config.getOptionalBoolean('sourceVersion') ?? false,
    owners: owners?.map(owner => owner.toLowerCase()),
  };
}
