import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { scaffolderModuleAws } from './module';

async function actionsWith(terraform: object): Promise<any[]> {
  const addActions = jest.fn();
  await startTestBackend({
    extensionPoints: [[scaffolderActionsExtensionPoint, { addActions }]],
    features: [
      scaffolderModuleAws,
      mockServices.rootConfig.factory({ data: { terraform } as never }),
    ],
  });
  return addActions.mock.calls.flat();
}

it('adds the action where projects are configured for it', async () => {
  const project = { name: 'image', region: 'eu-west-1' };
  const [action] = await actionsWith({
    aws: { codebuild: { projects: [project] } },
  });
  expect(action).toMatchObject({
    id: 'aws:codebuild:start',
    supportsDryRun: true,
    schema: { input: { required: ['project'] } },
  });
  for (const { example } of action.examples) {
    expect(example).toContain('action: aws:codebuild:start');
  }
  expect(await actionsWith({})).toEqual([]);
});
