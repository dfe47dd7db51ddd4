import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { catalogModuleTerraform } from './module';

describe('catalogModuleTerraform', () => {
  it.each([
    [undefined, { seconds: 60 }],
    [{ frequency: { minutes: 5 }, timeout: { minutes: 1 } }, { minutes: 5 }],
  ])('adds the provider with the schedule %j', async (schedule, frequency) => {
    const addEntityProvider = jest.fn();
    const scheduler = mockServices.scheduler.mock();
    await startTestBackend({
      extensionPoints: [
        [catalogProcessingExtensionPoint, { addEntityProvider }],
      ],
      features: [
        catalogModuleTerraform,
        scheduler.factory,
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:7007' },
            catalog: { providers: { terraform: { schedule } } },
          },
        }),
      ],
    });
    expect(addEntityProvider).toHaveBeenCalledTimes(1);
    expect(addEntityProvider.mock.calls[0][0].getProviderName()).toBe(
      'terraform',
    );
    expect(scheduler.createScheduledTaskRunner).toHaveBeenCalledWith(
      expect.objectContaining({ frequency }),
    );
  });
});
