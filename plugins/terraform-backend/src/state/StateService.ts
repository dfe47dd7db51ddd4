import { NotFoundError } from '@backstage/errors';
import {
  ListQuery,
  Output,
  Page,
  Resource,
  StateResource,
  StateVersion,
  terraformStateReadPermission,
} from '@planroom/backstage-plugin-terraform-common';
import { Authorizer } from '../permissions/Authorizer';
import {
  CallerCredentials,
  WorkspaceService,
} from '../workspaces/WorkspaceService';
import { StateStore } from './StateStore';

const PAGE_SIZE = 50;

type WithCredentials = { credentials: CallerCredentials };

/** What callers may see of states; sensitive values are not among it. */
export class StateService {
  readonly #states: StateStore;
  readonly #workspaces: WorkspaceService;
  readonly #authorizer: Authorizer;

  constructor(options: {
    states: StateStore;
    workspaces: WorkspaceService;
    authorizer: Authorizer;
  }) {
    this.#states = options.states;
    this.#workspaces = options.workspaces;
    this.#authorizer = options.authorizer;
  }

  async listVersions(
    workspaceId: string,
    query: ListQuery,
    options: WithCredentials,
  ): Promise<Page<StateVersion>> {
    await this.#workspaces.find(workspaceId, options);
    await this.#authorizer.assert(
      terraformStateReadPermission,
      workspaceId,
      options.credentials,
      'You may not read the state of this workspace',
    );
    return this.#states.listVersions(workspaceId, {
      limit: query.limit ?? PAGE_SIZE,
      cursor: query.cursor,
    });
  }

  async listResources(
    versionId: string,
    query: ListQuery,
    options: WithCredentials,
  ): Promise<Page<StateResource>> {
    const version = await this.#find(versionId, options);
    return this.#states.listResourcesOf(version, {
      search: query.search,
      limit: query.limit ?? PAGE_SIZE,
      cursor: query.cursor,
    });
  }

  async getOutputs(
    versionId: string,
    options: WithCredentials,
  ): Promise<Output[]> {
    const version = await this.#find(versionId, options);
    return this.#states.getOutputs(version.id);
  }

  async searchResources(
    query: ListQuery,
    options: WithCredentials,
  ): Promise<Page<Resource>> {
    return this.#states.searchResources({
      search: query.search,
      limit: query.limit ?? PAGE_SIZE,
      cursor: query.cursor,
      criteria: await this.#authorizer.workspaceCriteria(
        terraformStateReadPermission,
        options.credentials,
      ),
    });
  }

  async #find(
    versionId: string,
    { credentials }: WithCredentials,
  ): Promise<StateVersion> {
    const version = await this.#states.getVersion(versionId);
    if (
      !version ||
      !(await this.#authorizer.allows(
        terraformStateReadPermission,
        version.workspaceId,
        credentials,
      ))
    ) {
      throw new NotFoundError(
        `There is no state version ${versionId} that you may see`,
      );
    }
    return version;
  }
}
