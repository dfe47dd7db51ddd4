import { startTestBackend } from '@backstage/backend-test-utils';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { scaffolderModuleTerraform } from './module';

describe('scaffolderModuleTerraform', () => {
  it('adds the actions, with examples of themselves', async () => {
    const addActions = jest.fn();
    await startTestBackend({
      extensionPoints: [[scaffolderActionsExtensionPoint, { addActions }]],
      features: [scaffolderModuleTerraform],
    });
    const actions = addActions.mock.calls[0];
    expect(actions.map(({ id }: { id: string }) => id)).toEqual([
      'terraform:run:create',
      'terraform:workspace:destroy',
    ]);
    for (const { id, examples, supportsDryRun, schema } of actions) {
      expect(supportsDryRun).toBe(true);
      expect(schema.input.required).toContain('workspace');
      expect(examples.length).toBeGreaterThan(0);
      for (const { example } of examples) {
        expect(example).toContain(`action: ${id}`);
      }
    }
  });
});
