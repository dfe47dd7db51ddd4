import type { Account } from '../Account';
import { AwsError } from '../AwsError';
import type { Operations } from '../http/messages';
import type { Caller } from '../sts/Identities';
import type { Builds, StartBuildInput } from './Builds';
import { describeBuild } from './describeBuild';
import type { Project, ProjectInput, Projects } from './Projects';

interface PageInput {
  sortOrder?: 'ASCENDING' | 'DESCENDING';
  nextToken?: string;
}

const PAGE_MAX = 100;
const BATCH_MAX = 100;

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Operations.html */
export function codeBuildOperations(
  projects: Projects,
  builds: Builds,
  account: Account,
): Operations {
  return {
    CreateProject: (input: ProjectInput) => ({
      project: describeProject(projects.create(input)),
    }),
    UpdateProject: (input: Partial<ProjectInput> & { name: string }) => ({
      project: describeProject(projects.update(input)),
    }),
    DeleteProject: (input: { name: string }) => {
      projects.delete(input.name);
      return {};
    },
    BatchGetProjects: (input: { names: string[] }) => {
      checkBatch(input.names, 'names');
      const { found, missing } = lookUp(input.names, name =>
        projects.find(name),
      );
      return {
        projects: found.map(describeProject),
        projectsNotFound: missing,
      };
    },
    ListProjects: (input: PageInput) => {
      const { items, nextToken } = page(projects.names(), {
        ...input,
        sortOrder: input.sortOrder ?? 'ASCENDING',
      });
      return { projects: items, nextToken };
    },
    StartBuild: (input: StartBuildInput, { caller }) => ({
      build: describeBuild(builds.start(input, initiator(caller)), account),
    }),
    RetryBuild: (
      input: { id: string; idempotencyToken?: string },
      { caller },
    ) => ({
      build: describeBuild(
        builds.retry(input.id, input.idempotencyToken, initiator(caller)),
        account,
      ),
    }),
    StopBuild: (input: { id: string }) => ({
      build: describeBuild(builds.stop(input.id), account),
    }),
    BatchGetBuilds: (input: { ids: string[] }) => {
      checkBatch(input.ids, 'ids');
      const { found, missing } = lookUp(input.ids, id => builds.find(id));
      return {
        builds: found.map(build => describeBuild(build, account)),
        buildsNotFound: missing,
      };
    },
    ListBuildsForProject: (input: PageInput & { projectName: string }) => {
      const { name } = projects.get(input.projectName);
      const { items, nextToken } = page(builds.idsOf(name), input);
      return { ids: items, nextToken };
    },
  };
}

/** What is not AWS's is not answered. */
function describeProject({ run, ...project }: Project) {
  return {
    ...project,
    created: project.created / 1000,
    lastModified: project.lastModified / 1000,
    badge: { badgeEnabled: false },
  };
}

/** A user by name, a role's session by both names. */
function initiator({ arn }: Caller): string {
  return arn
    .slice(arn.lastIndexOf(':') + 1)
    .replace(/^(user|assumed-role)\//, '');
}

function lookUp<T>(names: string[], find: (name: string) => T | undefined) {
  const found: T[] = [];
  const missing: string[] = [];
  for (const name of names) {
    const one = find(name);
    if (one === undefined) missing.push(name);
    else found.push(one);
  }
  return { found, missing };
}

/** One page; a token names the last item of the page before, so that what is added meanwhile does not move the pages. */
function page(all: readonly string[], { sortOrder, nextToken }: PageInput) {
  const sorted = sortOrder === 'ASCENDING' ? all : [...all].reverse();
  const last = nextToken && Buffer.from(nextToken, 'base64url').toString();
  const from = last ? sorted.indexOf(last) + 1 : 0;
  if (last && from === 0) throw invalid('Invalid nextToken');
  const items = sorted.slice(from, from + PAGE_MAX);
  return {
    items,
    nextToken:
      from + PAGE_MAX < sorted.length
        ? Buffer.from(items[items.length - 1]).toString('base64url')
        : undefined,
  };
}

function checkBatch(names: string[] | undefined, field: string): void {
  if (!names || names.length < 1 || names.length > BATCH_MAX) {
    throw invalid(
      `Invalid input: ${field} must have between 1 and ${BATCH_MAX} entries`,
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}
