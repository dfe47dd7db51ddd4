import type {
  Environment,
  Module,
  Page,
  Run,
  TerraformApi,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';

const RULE = {
  required: 1,
  groups: ['group:default/reviewers'],
  excludeRequester: true,
};

export const environments: Environment[] = [
  {
    name: 'production',
    approvals: RULE,
    autoApply: 'never',
    executor: 'local',
    accounts: [],
    rule: 'One of reviewers, never the requester',
  },
];

export function sampleModule(overrides: Partial<Module> = {}): Module {
  const variable = {
    required: false,
    sensitive: false,
    ephemeral: false,
    nullable: false,
    validations: [],
    schema: {},
  };
  return {
    name: 'sandbox',
    title: 'Sandbox service',
    description: 'A make-believe service',
    category: 'service',
    cloud: 'none',
    owner: 'group:default/platform',
    lifecycle: 'production',
    version: '1.0.0',
    entityRef: 'component:default/sandbox',
    variables: [
      { ...variable, name: 'name', type: 'string', default: 'sandbox' },
      { ...variable, name: 'size', type: 'string', default: 'small' },
      { ...variable, name: 'replicas', type: 'number', default: 1 },
      { ...variable, name: 'components', type: 'map(object)', default: {} },
      {
        ...variable,
        name: 'api_token',
        type: 'string',
        default: null,
        nullable: true,
        sensitive: true,
      },
    ],
    outputs: [
      {
        name: 'endpoint',
        description: 'Address of the service',
        sensitive: false,
        ephemeral: false,
      },
    ],
    requiredProviders: {},
    ...overrides,
  };
}

export function sampleWorkspace(overrides: Partial<Workspace> = {}): Workspace {
  return {
    id: 'ws-1',
    name: 'payments-db',
    entityRef: 'resource:default/payments-db',
    module: { name: 'sandbox', version: '1.0.0' },
    environment: 'production',
    owner: 'group:default/developers',
    createdBy: 'user:default/developer',
    createdAt: '2026-01-10T10:00:00.000Z',
    variables: {
      name: 'payments',
      size: 'medium',
      api_token: { $sensitive: true },
    },
    resourceCount: 3,
    stateVersionId: 'sv-1',
    ...overrides,
  };
}

export function page<T>(...items: T[]): Page<T> {
  return { items };
}

/** What every page may ask, answered with emptiness. */
export const nothing: Partial<TerraformApi> = {
  listEnvironments: async () => environments,
  listModules: async () => [],
  listWorkspaces: async () => page(),
  listRuns: async () => page<Run>(),
  listResources: async () => page(),
  listStateVersions: async () => page(),
  listStateResources: async () => page(),
  getStateOutputs: async () => [],
  listChanges: async () => page(),
  getHealth: async () => ({ status: 'ok', checks: {} }),
  listQueue: async () => page(),
  getLeases: async () => ({ replicas: [], phases: [] }),
  listExecutors: async () => [],
  listAccounts: async () => [],
  listAccountStatuses: async () => [],
  listLocks: async () => [],
  getRetention: async () => ({ policies: [] }),
  getSealing: async () => ({ keys: [], unknown: 0 }),
  getLog: async () => ({ lines: [], nextOffset: 0, complete: true }),
};
