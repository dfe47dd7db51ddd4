import {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_TERRAFORM_RUN,
  RESOURCE_TYPE_TERRAFORM_WORKSPACE,
} from '@planroom/backstage-plugin-terraform-common';
import {
  terraformRunResourceRef,
  terraformWorkspaceResourceRef,
} from '@planroom/backstage-plugin-terraform-node';
import { ResourceCriteria } from '../database/permissionFilter';

type WorkspacePermission = ResourcePermission<
  typeof RESOURCE_TYPE_TERRAFORM_WORKSPACE
>;
type RunPermission = ResourcePermission<typeof RESOURCE_TYPE_TERRAFORM_RUN>;

/** Asks the permission framework. Whatever is not clearly allowed is refused. */
export class Authorizer {
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;

  constructor(options: {
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
  }) {
    this.#permissions = options.permissions;
    this.#registry = options.permissionsRegistry;
  }

  /** Whether the caller may do this to one workspace or run. */
  async allows(
    permission: WorkspacePermission | RunPermission,
    id: string,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [{ result }] = await this.#permissions.authorize(
      [{ permission, resourceRef: id }],
      { credentials },
    );
    return result === AuthorizeResult.ALLOW;
  }

  /** @throws NotAllowedError with the given sentence */
  async assert(
    permission: WorkspacePermission | RunPermission,
    id: string,
    credentials: BackstageCredentials,
    refusal: string,
  ): Promise<void> {
    if (!(await this.allows(permission, id, credentials))) {
      throw new NotAllowedError(refusal);
    }
  }

  /** @throws NotAllowedError with the given sentence */
  async assertBasic(
    permission: BasicPermission,
    credentials: BackstageCredentials,
    refusal: string,
  ): Promise<void> {
    if (!(await this.allowsBasic(permission, credentials))) {
      throw new NotAllowedError(refusal);
    }
  }

  /** Whether the caller may do what concerns no single workspace or run. */
  async allowsBasic(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }

  /** What a list of workspaces may show, for SQL. */
  async workspaceCriteria(
    permission: WorkspacePermission,
    credentials: BackstageCredentials,
  ): Promise<ResourceCriteria | undefined> {
    const rules = this.#registry.getPermissionRuleset(
      terraformWorkspaceResourceRef,
    );
    const conditions = await this.#conditions(permission, credentials);
    return conditions && createConditionTransformer(rules)(conditions);
  }

  /** What a list of runs may show, for SQL. */
  async runCriteria(
    permission: RunPermission,
    credentials: BackstageCredentials,
  ): Promise<ResourceCriteria | undefined> {
    const rules = this.#registry.getPermissionRuleset(terraformRunResourceRef);
    const conditions = await this.#conditions(permission, credentials);
    return conditions && createConditionTransformer(rules)(conditions);
  }

  /** Under which conditions the caller may see something; undefined when without any. */
  async #conditions(
    permission: WorkspacePermission | RunPermission,
    credentials: BackstageCredentials,
  ) {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    if (decision.result === AuthorizeResult.ALLOW) return undefined;
    if (decision.result === AuthorizeResult.CONDITIONAL) {
      return decision.conditions;
    }
    throw new NotAllowedError('You may not see any of these');
  }
}

/** Who calls. */
export interface Caller {
  /** entity reference of a user, else the subject of a service */
  ref: string;
  kind: 'user' | 'service';
  actor: 'user' | 'service' | 'agent';
  /** a service acts in the name of the user */
  delegated: boolean;
}

const AGENT_PLUGINS = ['plugin:mcp-actions'];

export function callerOf(
  credentials: BackstageCredentials<
    BackstageUserPrincipal | BackstageServicePrincipal
  >,
): Caller {
  const { principal } = credentials;
  if (principal.type === 'service') {
    return {
      ref: principal.subject,
      kind: 'service',
      actor: 'service',
      delegated: false,
    };
  }
  const through = principal.actor?.subject;
  return {
    ref: principal.userEntityRef,
    kind: 'user',
    actor: through && AGENT_PLUGINS.includes(through) ? 'agent' : 'user',
    delegated: through !== undefined,
  };
}

/** @throws NotAllowedError unless a person asks who acts for themselves */
export function assertPerson(caller: Caller): void {
  if (caller.kind !== 'user' || caller.delegated) {
    throw new NotAllowedError(
      'Only a person who is signed in can decide; no service, template or agent can do it for them',
    );
  }
}
