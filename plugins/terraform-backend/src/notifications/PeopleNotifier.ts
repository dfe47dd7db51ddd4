import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { NotificationSeverity } from '@backstage/plugin-notifications-common';
import {
  describeKind,
  shortName,
} from '@planroom/backstage-plugin-terraform-common';
import { Move, TransitionFacts } from '../runs/changeStatus';
import { RunRecord } from '../runs/types';

/** Who moved the run and why, as far as people are told. */
export type MoveFacts = Omit<Move, 'to'> &
  Pick<TransitionFacts, 'rejected' | 'error'>;

interface Message {
  to: string[];
  except?: string;
  title: string;
  description?: string;
  severity: NotificationSeverity;
  topic: string;
}

/** Tells people what they are waited for and what became of what they asked for. A failure here fails nothing else. */
export class PeopleNotifier {
  readonly #notifications?: NotificationService;
  readonly #logger: LoggerService;

  constructor(options: {
    notifications?: NotificationService;
    logger: LoggerService;
  }) {
    this.#notifications = options.notifications;
    this.#logger = options.logger;
  }

  runMoved(run: RunRecord, facts: MoveFacts): void {
    const message = messageFor(run, facts);
    if (!message || message.to.length === 0) return;
    this.#notifications
      ?.send({
        recipients: {
          type: 'entity',
          entityRef: message.to,
          ...(message.except && { excludeEntityRef: message.except }),
        },
        payload: {
          title: message.title,
          description: message.description,
          link: `/terraform/runs/${run.id}`,
          severity: message.severity,
          topic: message.topic,
          scope: `terraform:run:${run.id}:${message.topic}`,
        },
      })
      .catch(error =>
        this.#logger.warn(
          `People could not be notified of run ${run.id}`,
          error,
        ),
      );
  }
}

/** Who is told what when a run gets a new status; undefined when nobody is. Pure. */
export function messageFor(
  run: RunRecord,
  facts: MoveFacts,
): Message | undefined {
  const what = `${run.workspaceName} (${run.environment}), run ${run.number}`;
  const requesters = run.requesters.filter(ref => ref.startsWith('user:'));
  const by = facts.by ? ` by ${shortName(facts.by)}` : '';
  switch (run.status) {
    case 'planned':
      return run.automatic
        ? undefined
        : {
            to: run.rules.groups,
            except: run.requestedBy,
            title: `Approval needed: ${what}`,
            description: `${describeKind(run.kind)} asked for by ${shortName(
              run.requestedBy,
            )}${run.message ? `: ${run.message}` : ''}`,
            severity: 'high',
            topic: 'terraform.approval',
          };
    case 'confirmed':
      return run.automatic
        ? undefined
        : {
            to: requesters,
            title: `Approved${by}: ${what}`,
            description: facts.reason,
            severity: 'normal',
            topic: 'terraform.approved',
          };
    case 'discarded':
      return {
        to: requesters.filter(ref => ref !== facts.by),
        title: `${facts.rejected ? 'Rejected' : 'Discarded'}${by}: ${what}`,
        description: facts.reason,
        severity: 'normal',
        topic: 'terraform.discarded',
      };
    case 'applied':
      return {
        to: requesters,
        title: `Applied: ${what}`,
        severity: 'normal',
        topic: 'terraform.applied',
      };
    case 'errored':
      return {
        to: requesters,
        title: `Failed: ${what}`,
        description: facts.error?.message,
        severity: 'high',
        topic: 'terraform.errored',
      };
    default:
      return undefined;
  }
}
