import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsCredentials, RenewedCredentials } from './renewedCredentials';

/** How long credentials without an end are said to last; who asks again gets them again. */
const ENDLESS_MS = 15 * 60_000;

/** What the SDKs expect of a container's credentials endpoint. Some refuse an answer without token or expiration. */
export function containerCredentials(
  credentials: AwsCredentials,
  roleArn?: string,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } =
    credentials;
  return {
    ...(roleArn ? { RoleArn: roleArn } : {}),
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken ?? '',
    Expiration: (expiration ?? new Date(Date.now() + ENDLESS_MS)).toISOString(),
  };
}

/**
 * Gives Terraform its AWS credentials over http on the loopback address, as containers get theirs: they are in no environment and no
 * file, and can be renewed while a command runs. Whoever asks must know the token.
 */
export class CredentialsServer {
  readonly #server: Server;
  readonly #token: string;

  private constructor(server: Server, token: string) {
    this.#server = server;
    this.#token = token;
  }

  static async start(
    credentials: Pick<RenewedCredentials, 'get'>,
    roleArn?: string,
  ): Promise<CredentialsServer> {
    const token = randomBytes(32).toString('base64url');
    const server = createServer(async (req, res) => {
      const answer = (status: number, body: object) => {
        res.writeHead(status, { 'content-type': 'application/json' });
        res.end(JSON.stringify(body));
      };
      if (!isSame(req.headers.authorization ?? '', token)) {
        answer(401, { code: 'Unauthorized', message: 'The token is wrong' });
      } else if (req.method !== 'GET') {
        answer(405, { code: 'MethodNotAllowed', message: 'Only GET is' });
      } else {
        try {
          answer(200, containerCredentials(await credentials.get(), roleArn));
        } catch (error) {
          answer(500, {
            code: 'CredentialsExpired',
            message: (error as Error).message,
          });
        }
      }
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new CredentialsServer(server, token);
  }

  /** Variables by which an SDK finds this server. */
  get environment(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: this.#token,
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map(text => Buffer.from(text));
  return a.length === b.length && timingSafeEqual(a, b);
}
