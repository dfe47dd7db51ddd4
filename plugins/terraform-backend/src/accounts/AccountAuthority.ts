import { AuditorService } from '@backstage/backend-plugin-api';
import { BasicPermission } from '@backstage/plugin-permission-common';
import {
  terraformAccountManagePermission,
  terraformAccountReadPermission,
  terraformOperationsManagePermission,
  terraformOperationsReadPermission,
} from '@planroom/backstage-plugin-terraform-common';
import { Request } from 'express';
import { Authorizer } from '../permissions/Authorizer';
import { CallerCredentials } from '../workspaces/WorkspaceService';

export type WithCredentials = { credentials: CallerCredentials };
export type WithRequest = WithCredentials & { request: Request };

type Meta = NonNullable<Parameters<AuditorService['createEvent']>[0]['meta']>;

/** Who may do what with accounts; whatever changes or tries something is written to the audit log, refusals too. */
export class AccountAuthority {
  readonly #authorizer: Authorizer;
  readonly #auditor: AuditorService;

  constructor(options: { authorizer: Authorizer; auditor: AuditorService }) {
    this.#authorizer = options.authorizer;
    this.#auditor = options.auditor;
  }

  /** @throws NotAllowedError for who may not see that there are accounts */
  async assertMayRead({ credentials }: WithCredentials): Promise<void> {
    await this.#authorizer.assertBasic(
      terraformAccountReadPermission,
      credentials,
      'You may not see accounts',
    );
  }

  /** @throws NotAllowedError for who may not see how the installation is operated */
  async assertMayOperate({ credentials }: WithCredentials): Promise<void> {
    await this.#authorizer.assertBasic(
      terraformOperationsReadPermission,
      credentials,
      'You may not see how the installation is operated; the platform team may',
    );
  }

  /** Whether the caller may see how to get into accounts. */
  mayManage({ credentials }: WithCredentials): Promise<boolean> {
    return this.#authorizer.allowsBasic(
      terraformAccountManagePermission,
      credentials,
    );
  }

  /** Does what only those may do who manage accounts. */
  manage<T>(
    eventId: string,
    meta: Meta,
    options: WithRequest,
    work: () => Promise<T>,
  ): Promise<T> {
    return this.#audited(eventId, meta, options, work, {
      permission: terraformAccountManagePermission,
      refusal: 'You may not manage accounts; the platform team may',
    });
  }

  /** Does what only those may do who operate the installation. */
  operate<T>(
    eventId: string,
    meta: Meta,
    options: WithRequest,
    work: () => Promise<T>,
  ): Promise<T> {
    return this.#audited(eventId, meta, options, work, {
      permission: terraformOperationsManagePermission,
      refusal:
        'You may not change the key that tokens are signed with; the platform team may',
    });
  }

  async #audited<T>(
    eventId: string,
    meta: Meta,
    { credentials, request }: WithRequest,
    work: () => Promise<T>,
    rule: { permission: BasicPermission; refusal: string },
  ): Promise<T> {
    const event = await this.#auditor.createEvent({
      eventId,
      severityLevel: 'high',
      request,
      meta,
    });
    try {
      await this.#authorizer.assertBasic(
        rule.permission,
        credentials,
        rule.refusal,
      );
      const result = await work();
      await event.success();
      return result;
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }
}
