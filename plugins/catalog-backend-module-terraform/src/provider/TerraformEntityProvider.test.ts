import { mockServices } from '@backstage/backend-test-utils';
import {
  Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  SchemaValidEntityPolicy,
  componentEntityV1alpha1Validator,
  resourceEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import {
  TERRAFORM_EVENT_TOPIC,
  type Account,
  type Module,
  type TerraformApi,
  type Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import { TerraformEntityProvider } from './TerraformEntityProvider';

const CANARY = 'canary-7c1f';

const sandbox: Module = {
  name: 'sandbox',
  title: 'Sandbox service',
  description: 'A make-believe service',
  category: 'Data & Storage',
  cloud: 'none',
  owner: 'group:default/platform',
  lifecycle: 'production',
  version: '1.0.0',
  entityRef: 'component:default/sandbox',
  variables: [
    {
      name: 'size',
      type: 'number',
      description: 'How large',
      default: 2,
      required: false,
      sensitive: false,
      ephemeral: false,
      nullable: false,
      validations: [],
      schema: { type: 'number' },
    },
    {
      name: 'password',
      type: 'string',
      default: CANARY,
      required: false,
      sensitive: true,
      ephemeral: false,
      nullable: true,
      validations: [],
      schema: { type: 'string', default: CANARY },
    },
  ],
  outputs: [
    { name: 'url', description: 'Address', sensitive: false, ephemeral: false },
    { name: 'key', sensitive: true, ephemeral: false },
  ],
  requiredProviders: {},
};

function workspace(name: string, more: Partial<Workspace> = {}): Workspace {
  return {
    id: `id-of-${name}`,
    name,
    entityRef: `resource:default/${name}`,
    module: { name: 'sandbox', version: '1.0.0' },
    environment: 'production',
    owner: 'group:default/developers',
    createdBy: 'user:default/developer',
    createdAt: '2026-01-01T00:00:00.000Z',
    variables: { size: CANARY, nested: { deeper: [CANARY] } },
    resourceCount: 0,
    ...more,
  };
}

const payments: Account = {
  name: 'payments-dev',
  entityRef: 'resource:default/account.payments-dev',
  title: 'Payments, dev',
  cloud: 'aws',
  accountId: '111122223333',
  environments: ['production'],
  regions: ['eu-west-1'],
  planRoleArn: `arn:aws:iam::111122223333:role/${CANARY}`,
  applyRoleArn: `arn:aws:iam::111122223333:role/${CANARY}`,
  externalId: CANARY,
  permissionsBoundaryArn: `arn:aws:iam::111122223333:policy/${CANARY}`,
  owner: 'group:default/platform',
  source: 'database',
  workspaces: 1,
};

const shop = workspace('shop', {
  account: 'payments-dev',
  description: 'The shop',
  system: 'system:default/demo',
  latestRun: {
    id: 'run-7',
    number: 7,
    status: 'applied',
    kind: 'plan_and_apply',
    statusAt: '2026-01-01T00:00:00.000Z',
    requestedBy: 'user:default/developer',
  },
});
const odd = workspace('odd', {
  environment: 'not a label!',
  account: 'removed',
});

const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

async function flush() {
  await jest.advanceTimersByTimeAsync(0);
}

async function setUp() {
  const listModules = jest.fn(async () => [sandbox]);
  const listAccounts = jest.fn(async () => [payments]);
  const listWorkspaces = jest.fn(async (query?: { cursor?: string }) =>
    query?.cursor ? { items: [odd] } : { items: [shop], nextCursor: 'next' },
  );
  const terraform: Partial<TerraformApi> = {
    listModules,
    listAccounts,
    listWorkspaces,
  };
  const applyMutation = jest.fn(async (_: { entities: unknown[] }) => {});
  const events = mockServices.events.mock();
  const logger = mockServices.logger.mock();
  const run = jest.fn(async (_: { fn: () => Promise<void> }) => {});
  const shutdown = new AbortController();
  const provider = TerraformEntityProvider.create({
    terraform: terraform as TerraformApi,
    auth: mockServices.auth({ pluginId: 'catalog' }),
    events,
    logger,
    taskRunner: { run: run as never },
    appBaseUrl: 'https://portal.example/',
    signal: shutdown.signal,
  });
  const connect = async () => {
    await provider.connect({
      applyMutation: applyMutation as never,
      refresh: jest.fn(),
    });
    await flush();
  };
  return {
    listModules,
    listAccounts,
    listWorkspaces,
    applyMutation,
    logger,
    shutdown,
    connect,
    bySchedule: () => run.mock.calls[0][0].fn(),
    publish: async () => {
      const [{ topics, onEvent }] = events.subscribe.mock.calls[0];
      await onEvent({ topic: topics[0], eventPayload: {} });
    },
    topics: () => events.subscribe.mock.calls[0][0].topics,
    entities: () =>
      (
        applyMutation.mock.lastCall![0] as unknown as {
          entities: Array<{ entity: Entity }>;
        }
      ).entities.map(({ entity }) => entity),
  };
}

describe('TerraformEntityProvider', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives the catalog all modules, accounts and workspaces, without any value', async () => {
    const { connect, applyMutation, entities, listWorkspaces } = await setUp();
    await connect();

    expect(applyMutation).toHaveBeenCalledTimes(1);
    expect(applyMutation).toHaveBeenCalledWith({
      type: 'full',
      entities: expect.arrayContaining([
        { entity: expect.anything(), locationKey: 'terraform' },
      ]),
    });
    expect(listWorkspaces).toHaveBeenCalledWith(
      { limit: 200, cursor: 'next' },
      expect.objectContaining({ token: expect.stringMatching(/./) }),
    );
    const [moduleEntity, accountEntity, shopEntity, oddEntity] = entities();
    expect(moduleEntity).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'sandbox',
        title: 'Sandbox service',
        description: 'A make-believe service',
        tags: ['data-storage'],
        annotations: {
          'backstage.io/managed-by-location': 'terraform:modules/sandbox',
          'backstage.io/managed-by-origin-location':
            'terraform:modules/sandbox',
          'terraform.planroom.io/module': 'sandbox',
        },
      },
      spec: {
        type: 'terraform-module',
        lifecycle: 'production',
        owner: 'group:default/platform',
        inputs: [
          {
            name: 'size',
            type: 'number',
            description: 'How large',
            required: false,
            sensitive: false,
            default: 2,
          },
          {
            name: 'password',
            type: 'string',
            required: false,
            sensitive: true,
          },
        ],
        outputs: [{ name: 'url', description: 'Address' }, { name: 'key' }],
      },
    });
    expect(accountEntity).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'account.payments-dev',
        namespace: 'default',
        title: 'Payments, dev',
        tags: ['aws'],
        annotations: {
          'backstage.io/managed-by-location': 'terraform:accounts/payments-dev',
          'backstage.io/managed-by-origin-location':
            'terraform:accounts/payments-dev',
          'terraform.planroom.io/account': 'payments-dev',
          'terraform.planroom.io/account-id': '111122223333',
        },
        links: [
          {
            url: 'https://portal.example/terraform/accounts/payments-dev',
            title: 'Account',
          },
        ],
      },
      spec: { type: 'cloud-account', owner: 'group:default/platform' },
    });
    expect(shopEntity).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'shop',
        namespace: 'default',
        description: 'The shop',
        labels: { 'terraform.planroom.io/environment': 'production' },
        annotations: {
          'backstage.io/managed-by-location': 'terraform:workspaces/id-of-shop',
          'backstage.io/managed-by-origin-location':
            'terraform:workspaces/id-of-shop',
          'terraform.planroom.io/workspace-id': 'id-of-shop',
          'terraform.planroom.io/account': 'payments-dev',
        },
        links: [
          {
            url: 'https://portal.example/terraform/workspaces/id-of-shop',
            title: 'Workspace',
          },
          {
            url: 'https://portal.example/terraform/runs/run-7',
            title: 'Run 7',
          },
        ],
      },
      spec: {
        type: 'terraform-workspace',
        owner: 'group:default/developers',
        system: 'system:default/demo',
        dependsOn: [
          'component:default/sandbox',
          'resource:default/account.payments-dev',
        ],
      },
    });
    expect(oddEntity.metadata.labels).toBeUndefined();
    // Its account is gone; the workspace says which it was, and depends on nothing that is not there.
    expect(oddEntity.spec?.dependsOn).toEqual(['component:default/sandbox']);
    expect(oddEntity.metadata.annotations).toMatchObject({
      'terraform.planroom.io/account': 'removed',
    });
    expect(JSON.stringify(entities())).not.toContain(CANARY);

    for (const entity of entities()) {
      await expect(policy.enforce(entity)).resolves.toEqual(entity);
    }
    await expect(
      componentEntityV1alpha1Validator.check(moduleEntity),
    ).resolves.toBe(true);
    for (const entity of [accountEntity, shopEntity]) {
      await expect(resourceEntityV1alpha1Validator.check(entity)).resolves.toBe(
        true,
      );
    }
  });

  it('takes an account that was removed out of the catalog', async () => {
    const { connect, entities, listAccounts, bySchedule } = await setUp();
    await connect();
    const names = () => entities().map(({ metadata }) => metadata.name);
    expect(names()).toContain('account.payments-dev');
    listAccounts.mockResolvedValue([]);
    await bySchedule();
    expect(names()).toEqual(['sandbox', 'shop', 'odd']);
  });

  it('refreshes once, soon after many events, and by schedule', async () => {
    const { connect, applyMutation, publish, topics, bySchedule } =
      await setUp();
    await connect();
    expect(topics()).toEqual([TERRAFORM_EVENT_TOPIC]);

    for (let count = 0; count < 20; count++) await publish();
    expect(applyMutation).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(applyMutation).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(applyMutation).toHaveBeenCalledTimes(2);

    await bySchedule();
    expect(applyMutation).toHaveBeenCalledTimes(3);
  });

  it('never refreshes twice at once', async () => {
    const { connect, applyMutation, listModules, publish, bySchedule } =
      await setUp();
    await connect();
    let answer = (_: Module[]) => {};
    listModules.mockImplementationOnce(
      () => new Promise<Module[]>(resolve => (answer = resolve)),
    );
    const slow = bySchedule();
    await publish();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(listModules).toHaveBeenCalledTimes(2);

    answer([sandbox]);
    await slow;
    await flush();
    expect(listModules).toHaveBeenCalledTimes(3);
    expect(applyMutation).toHaveBeenCalledTimes(3);
  });

  it('keeps what there is while the terraform backend fails, and warns once', async () => {
    const { connect, applyMutation, listWorkspaces, logger, bySchedule } =
      await setUp();
    await connect();
    await jest.advanceTimersByTimeAsync(60_000);

    // The second page fails: half of the workspaces must not be taken for all.
    listWorkspaces.mockImplementation(async query => {
      if (query?.cursor) throw new Error('connection refused');
      return { items: [shop], nextCursor: 'next' };
    });
    await bySchedule();
    await bySchedule();
    expect(applyMutation).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('connection refused'),
    );

    listWorkspaces.mockImplementation(async () => ({ items: [] }));
    await bySchedule();
    expect(applyMutation).toHaveBeenCalledTimes(2);
    expect(logger.info).toHaveBeenCalledTimes(1);
  });

  it('waits at start for the terraform backend, quietly at first', async () => {
    const { connect, applyMutation, listModules, logger } = await setUp();
    listModules.mockRejectedValue(new Error('not yet'));
    await connect();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(listModules.mock.calls.length).toBeGreaterThan(5);
    expect(logger.warn).not.toHaveBeenCalled();

    await jest.advanceTimersByTimeAsync(30_000);
    expect(logger.warn).toHaveBeenCalledTimes(1);

    listModules.mockResolvedValue([sandbox]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(applyMutation).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(applyMutation).toHaveBeenCalledTimes(1);
  });

  it('stops waiting when the backend shuts down', async () => {
    const { connect, listModules, shutdown } = await setUp();
    listModules.mockRejectedValue(new Error('not yet'));
    await connect();
    shutdown.abort();
    await flush();
    const calls = listModules.mock.calls.length;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(listModules).toHaveBeenCalledTimes(calls);
  });
});
