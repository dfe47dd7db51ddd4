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
import { decodeCursor, encodeCursor } from '../database/keyset';
import { Authorizer } from '../permissions/Authorizer';
import {
  CallerCredentials,
  WorkspaceService,
} from '../workspaces/WorkspaceService';
import { parseState } from './parseState';
import { ResourceFilter, ResourceStore, searchText } from './ResourceStore';
import { StateStore } from './StateStore';

const PAGE_SIZE = 50;

type WithCredentials = { credentials: CallerCredentials };

/** What callers may see of states; sensitive values are not among it. */
export class StateService {
  readonly #states: StateStore;
  readonly #resources: ResourceStore;
  readonly #workspaces: WorkspaceService;
  readonly #authorizer: Authorizer;

  constructor(options: {
    states: StateStore;
    resources: ResourceStore;
    workspaces: WorkspaceService;
    authorizer: Authorizer;
  }) {
    this.#states = options.states;
    this.#resources = options.resources;
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
    const filter = { ...query, limit: query.limit ?? PAGE_SIZE };
    const current = await this.#states.getCurrent(version.workspaceId);
    if (current?.id === version.id) {
      return this.#resources.listOfWorkspace(version.workspaceId, filter);
    }
    const bytes = await this.#states.readBytes(version.id);
    return pageOfOldVersion(bytes ? parseState(bytes).resources : [], filter);
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
    return this.#resources.search({
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

/** Only the current version is indexed; an older one is read from its sealed bytes. */
function pageOfOldVersion(
  resources: StateResource[],
  filter: ResourceFilter,
): Page<StateResource> {
  const after = Number(decodeCursor(filter.cursor, ['number'])?.[0] ?? -1);
  const wanted = filter.search?.toLowerCase() ?? '';
  const matching = resources
    .map((resource, position) => ({ resource, position }))
    .filter(
      ({ resource, position }) =>
        position > after && searchText(resource).includes(wanted),
    );
  const page = matching.slice(0, filter.limit);
  return {
    items: page.map(({ resource }) => resource),
    ...(matching.length > filter.limit && {
      nextCursor: encodeCursor([page[page.length - 1].position]),
    }),
  };
}
