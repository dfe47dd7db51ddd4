import { randomBytes } from 'node:crypto';
import type { Clock } from '../Clock';
import { header, type Answer, type Request } from '../http/messages';
import { maxSessionSeconds, type Roles } from '../iam/Roles';
import type { Identities, Session } from '../sts/Identities';
import type { EmulatedBuild } from './types';

interface Entry {
  build: EmulatedBuild;
  authorization: string;
  session?: Session;
}

const PREFIX = '/creds/';
const SESSION_DEFAULT_SECONDS = 3600;
/** Credentials are renewed when they last less than this. */
const RENEW_BEFORE_MS = 10 * 60 * 1000;

/** Gives builds the credentials of their service roles, as the endpoint in a container does, until they end. */
export class BuildCredentials {
  readonly #identities: Identities;
  readonly #roles: Roles;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(options: { identities: Identities; roles: Roles; clock: Clock }) {
    this.#identities = options.identities;
    this.#roles = options.roles;
    this.#clock = options.clock;
  }

  open(build: EmulatedBuild): { path: string; authorization: string } {
    const token = randomBytes(16).toString('hex');
    const authorization = randomBytes(16).toString('hex');
    this.#entries.set(token, { build, authorization });
    return { path: PREFIX + token, authorization };
  }

  close(path: string): void {
    this.#entries.delete(path.slice(PREFIX.length));
  }

  /** Undefined for requests that are not for this endpoint. */
  answer(request: Request): Answer | undefined {
    if (request.method !== 'GET' || !request.path.startsWith(PREFIX)) {
      return undefined;
    }
    const entry = this.#entries.get(request.path.slice(PREFIX.length));
    if (!entry || header(request, 'authorization') !== entry.authorization) {
      return json(403, {
        code: 'AccessDenied',
        message:
          'No running build has this path, or its authorization token is another',
      });
    }
    const session = this.#session(entry);
    return json(200, {
      RoleArn: session.roleArn,
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      Token: session.sessionToken,
      Expiration: new Date(session.expiresAt).toISOString(),
    });
  }

  #session(entry: Entry): Session {
    const { build, session } = entry;
    if (session && session.expiresAt - RENEW_BEFORE_MS > this.#clock.now()) {
      return session;
    }
    const role = this.#roles.get(build.serviceRole);
    entry.session = this.#identities.issue({
      roleArn: build.serviceRole,
      sessionName: `AWSCodeBuild-${build.uuid}`,
      issuedTo: 'codebuild.amazonaws.com',
      durationSeconds: role ? maxSessionSeconds(role) : SESSION_DEFAULT_SECONDS,
    });
    return entry.session;
  }
}

function json(status: number, value: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  };
}
