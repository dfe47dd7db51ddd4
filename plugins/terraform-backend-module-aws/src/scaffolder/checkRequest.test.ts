import { ConfigReader } from '@backstage/config';
import { checkRequest } from './checkRequest';
import { readProjects } from './readProjects';

const read = (projects: object[]) =>
  readProjects(
    new ConfigReader({
      terraform: { aws: { codebuild: { projects: projects as never } } },
    }),
  );
const project = { name: 'image', region: 'eu-west-1' };
const projects = read([
  { ...project, variables: ['TAG', 'FAST'], sourceVersion: true },
  { name: 'index', region: 'eu-west-1' },
  { name: 'index', region: 'eu-north-1' },
]);

it('changes only what the configuration allows', () => {
  expect(
    checkRequest(
      {
        project: 'image',
        region: '',
        environmentVariables: { TAG: 1.5, FAST: true },
        sourceVersion: ' main ',
      },
      projects,
    ),
  ).toEqual({
    project: projects[0],
    overrides: {
      variables: [
        { name: 'TAG', value: '1.5' },
        { name: 'FAST', value: 'true' },
      ],
      sourceVersion: 'main',
    },
  });
  expect(
    checkRequest({ project: 'index', region: 'eu-north-1' }, projects),
  ).toEqual({ project: projects[2], overrides: { variables: [] } });
});

it.each([
  [{ project: 'other' }, 'The project other cannot be started by templates'],
  [
    { project: 'image', region: 'us-east-1' },
    'The project image in us-east-1 cannot be started',
  ],
  [
    { project: 'index' },
    'There is a project index in eu-west-1 and eu-north-1; say in which region',
  ],
  [
    { project: 'image', environmentVariables: { TAG: 'x', PATH: '/', A: 'b' } },
    'The variables PATH, A of the project image cannot be set by templates; only TAG, FAST can',
  ],
  [
    {
      project: 'index',
      region: 'eu-west-1',
      environmentVariables: { TAG: 'x' },
    },
    'none can',
  ],
  [
    { project: 'index', region: 'eu-west-1', sourceVersion: 'main' },
    'Templates cannot choose the version of the source of index',
  ],
])('refuses %j', (request, words) => {
  expect(() => checkRequest(request, projects)).toThrow(words);
});

it.each([
  [{ ...project, name: 'a/b' }, 'cannot be the name of a CodeBuild project'],
  [
    { ...project, variables: ['CODEBUILD_SRC_DIR'] },
    'The variable CODEBUILD_SRC_DIR of image',
  ],
  [{ ...project, variables: ['PLANROOM_TASK'] }, 'are reserved'],
  [{ ...project, owners: ['platform'] }, 'not platform'],
  [{ ...project, owners: [] }, 'leave owners out'],
])('does not start with %j', (wrong, words) => {
  expect(() => read([wrong])).toThrow(words);
});

it('does not start with a project that is named twice', () => {
  expect(() => read([project, project])).toThrow('image in eu-west-1 twice');
});
