import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AwsRequest {
  method: string;
  /** `/<bucket>/<key>` for S3, `/` for STS, `/creds` for the machine's credentials */
  path: string;
  /** Access key that signed it. */
  accessKey?: string;
  /** Parameters of STS. */
  form: Record<string, string>;
  headers: IncomingMessage['headers'];
}

export interface Refusal {
  status: number;
  code: string;
  message?: string;
}

interface Answer {
  status: number;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

/** What a build's machine has as credentials. */
const MACHINE_KEY = 'ASIAMACHINE';

/**
 * As much of AWS as a phase meets: objects with conditional writes, roles with an external id, and the endpoint from which a machine
 * has its credentials. It checks no signatures.
 */
export class AwsServer {
  readonly objects = new Map<string, Buffer>();
  readonly requests: AwsRequest[] = [];
  /** Roles that can be assumed, with their external ids. */
  readonly roles = new Map<string, string | undefined>();
  /** Answers a request with an error, if it wants to; called before anything is done. */
  refuse: (request: AwsRequest) => Refusal | undefined = () => undefined;
  /** Destroys the connection after the request was carried out, if it wants to. */
  loseAnswer: (request: AwsRequest) => boolean = () => false;
  sessionSeconds = 3_600;
  #sessions = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((req, res) => {
      const parts: Buffer[] = [];
      req.on('data', part => parts.push(part));
      req.on('end', () => {
        const body = Buffer.concat(parts);
        const request = this.#toRequest(req, body);
        this.requests.push(request);
        const refusal = this.refuse(request);
        const answer = refusal
          ? errorAnswer(request, refusal)
          : this.#answer(request, body, req.url ?? '');
        if (this.loseAnswer(request)) {
          req.socket.destroy();
          return;
        }
        res.writeHead(answer.status, answer.headers);
        res.end(request.method === 'HEAD' ? undefined : answer.body);
      });
    });
  }

  static async start(): Promise<AwsServer> {
    const server = new AwsServer();
    await new Promise<void>(resolve =>
      server.#server.listen(0, '127.0.0.1', resolve),
    );
    return server;
  }

  get endpoint(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** What the environment of a build says of AWS. */
  get env(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${this.endpoint}/creds`,
    };
  }

  text(path: string): string | undefined {
    return this.objects.get(path)?.toString('utf8');
  }

  keys(prefix: string): string[] {
    return [...this.objects.keys()]
      .filter(key => key.startsWith(prefix))
      .map(key => key.slice(prefix.length))
      .sort();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #toRequest(req: IncomingMessage, body: Buffer): AwsRequest {
    const { pathname } = new URL(req.url ?? '/', this.endpoint);
    const isForm = String(req.headers['content-type']).startsWith(
      'application/x-www-form-urlencoded',
    );
    return {
      method: req.method ?? '',
      path: decodeURIComponent(pathname),
      accessKey: /Credential=([^/]+)\//.exec(
        req.headers.authorization ?? '',
      )?.[1],
      form: isForm
        ? Object.fromEntries(new URLSearchParams(body.toString('utf8')))
        : {},
      headers: req.headers,
    };
  }

  #answer(request: AwsRequest, body: Buffer, url: string): Answer {
    if (request.path === '/creds') {
      return { status: 200, body: JSON.stringify(this.#session(MACHINE_KEY)) };
    }
    if (request.form.Action) {
      return this.#answerSts(request);
    }
    if (url.includes('list-type=2')) {
      return xml(
        200,
        '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>',
      );
    }
    return this.#answerS3(request, body);
  }

  #session(key: string) {
    this.#sessions++;
    return {
      AccessKeyId: `${key}${this.#sessions}`,
      SecretAccessKey: `secret-key-canary-${this.#sessions}`,
      Token: `session-token-canary-${this.#sessions}`,
      Expiration: new Date(
        Date.now() + this.sessionSeconds * 1_000,
      ).toISOString(),
    };
  }

  #answerSts(request: AwsRequest): Answer {
    const {
      Action: action,
      RoleArn: role,
      ExternalId: externalId,
    } = request.form;
    if (action === 'GetCallerIdentity') {
      return xml(
        200,
        `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/build/${request.accessKey}</Arn><UserId>x</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    }
    if (!this.roles.has(role) || this.roles.get(role) !== externalId) {
      return errorAnswer(request, {
        status: 403,
        code: 'AccessDenied',
        message: `User: arn:aws:sts::111122223333:assumed-role/build/x is not authorized to perform: sts:AssumeRole on resource: ${role}`,
      });
    }
    const { Token, ...session } = this.#session('ASIAROLE');
    const fields = Object.entries({ ...session, SessionToken: Token })
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('');
    return xml(
      200,
      `<AssumeRoleResponse><AssumeRoleResult><Credentials>${fields}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    );
  }

  #answerS3(request: AwsRequest, body: Buffer): Answer {
    const { method, path, headers } = request;
    const known = this.objects.get(path);
    switch (method) {
      case 'PUT':
        if (headers['if-none-match'] === '*' && known) {
          return errorAnswer(request, {
            status: 412,
            code: 'PreconditionFailed',
          });
        }
        this.objects.set(path, plainBody(headers, body));
        return { status: 200, headers: { etag: '"1"' } };
      case 'DELETE':
        this.objects.delete(path);
        return { status: 204 };
      default:
        return known
          ? {
              status: 200,
              body: known,
              headers: {
                etag: '"1"',
                'content-length': String(known.length),
                'last-modified': new Date().toUTCString(),
              },
            }
          : errorAnswer(request, { status: 404, code: 'NoSuchKey' });
    }
  }
}

/** Go's SDK sends what it does not know the length of in chunks of its own. */
function plainBody(headers: IncomingMessage['headers'], body: Buffer): Buffer {
  if (!headers['x-amz-decoded-content-length']) {
    return body;
  }
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = parseInt(body.subarray(at, end).toString('latin1'), 16);
    if (!(size > 0)) {
      return Buffer.concat(chunks);
    }
    chunks.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

function xml(status: number, body: string): Answer {
  return { status, body, headers: { 'content-type': 'application/xml' } };
}

function errorAnswer(request: AwsRequest, refusal: Refusal): Answer {
  const { status, code, message = code } = refusal;
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return xml(
    status,
    request.form.Action
      ? `<ErrorResponse>${error}<RequestId>r</RequestId></ErrorResponse>`
      : error,
  );
}
