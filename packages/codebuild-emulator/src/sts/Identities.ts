import { randomBytes } from 'node:crypto';
import type { Account } from '../Account';
import type { Clock } from '../Clock';

/** Who makes a call. */
export interface Caller {
  arn: string;
  accountId: string;
  userId: string;
  accessKeyId: string;
  /** Undefined for the user whose keys the emulator hands out. */
  session?: Session;
}

/**
 * One set of temporary credentials, and what was asked for with it.
 *
 * @public
 */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** The assumed-role ARN, as GetCallerIdentity answers it. */
  arn: string;
  roleArn: string;
  sessionName: string;
  /** The ARN that asked for it. */
  issuedTo: string;
  /** Milliseconds since the epoch, by the emulator's clock. */
  issuedAt: number;
  expiresAt: number;
  durationSeconds: number;
  externalId?: string;
  /** The session tags, those that came down the chain included. */
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  sourceIdentity?: string;
  /** The inline session policy, as text. */
  policy?: string;
  /** ARNs of managed session policies. */
  policyArns: string[];
}

/** @internal */
export type NewSession = Pick<
  Session,
  'roleArn' | 'sessionName' | 'issuedTo' | 'durationSeconds'
> &
  Partial<Session>;

/** Why credentials are refused. */
export type Refusal = 'noCredentials' | 'unknownKey' | 'expired';

/** Every access key that was handed out. Secrets are made, never checked: no signature is verified. */
export class Identities {
  readonly root = {
    accessKeyId: makeKey('AKIA'),
    secretAccessKey: randomBytes(30).toString('base64'),
  };
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** All sessions, oldest first. */
  sessions(): Session[] {
    return [...this.#sessions.values()];
  }

  issue(input: NewSession): Session {
    const [, role] = input.roleArn.split(':role/');
    const name = role.split('/').pop();
    const account = input.roleArn.split(':')[4];
    const now = this.#clock.now();
    const session: Session = {
      tags: {},
      transitiveTagKeys: [],
      policyArns: [],
      ...input,
      accessKeyId: makeKey('ASIA'),
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(96).toString('base64'),
      arn: `arn:aws:sts::${account}:assumed-role/${name}/${input.sessionName}`,
      issuedAt: now,
      expiresAt: now + input.durationSeconds * 1000,
    };
    this.#sessions.set(session.accessKeyId, session);
    return session;
  }

  /** Who has these credentials, or why they are refused. */
  identify(
    accessKeyId: string | undefined,
    sessionToken: string | undefined,
  ): Caller | Refusal {
    if (!accessKeyId) return 'noCredentials';
    if (accessKeyId === this.root.accessKeyId) {
      return {
        arn: `arn:aws:iam::${this.#account.id}:user/emulator`,
        accountId: this.#account.id,
        userId: 'AIDAEMULATOR',
        accessKeyId,
      };
    }
    const session = this.#sessions.get(accessKeyId);
    if (!session || session.sessionToken !== sessionToken) return 'unknownKey';
    if (session.expiresAt <= this.#clock.now()) return 'expired';
    return {
      arn: session.arn,
      accountId: session.arn.split(':')[4],
      userId: `AROAEMULATOR:${session.sessionName}`,
      accessKeyId,
      session,
    };
  }

  /** Ends one session, or all that there are. */
  expire(accessKeyId: string | 'all-sessions'): void {
    for (const session of this.#sessions.values()) {
      if (
        accessKeyId === 'all-sessions' ||
        session.accessKeyId === accessKeyId
      ) {
        session.expiresAt = Math.min(session.expiresAt, this.#clock.now());
      }
    }
  }
}

function makeKey(prefix: 'AKIA' | 'ASIA'): string {
  return prefix + randomBytes(8).toString('hex').toUpperCase();
}
