import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from '../AwsError';
import type { Clock } from '../Clock';
import type { Faults } from '../Faults';
import type { Journal } from '../Journal';
import type { Caller, Identities, Refusal } from '../sts/Identities';
import { checkPresigned, sentCredentials } from './credentials';
import { commonError } from './errorNames';
import { readRequest, type Answer, type Request } from './messages';
import { understand, type Call, type Services } from './protocols';

const REFUSALS: Record<Refusal, string> = {
  noCredentials: 'The request has no credentials',
  unknownKey: 'The security token included in the request is invalid',
  expired: 'The security token included in the request is expired',
};

/** Longer than clients keep connections: one that is closed just as it is used again would look like a fault. */
const KEEP_ALIVE_MS = 65_000;

export interface EmulatorServerOptions {
  clock: Clock;
  faults: Faults;
  journal: Journal;
  identities: Identities;
  /** Answers requests outside of the services; undefined leaves one to them. */
  credentialsEndpoint(request: Request): Answer | undefined;
}

/** The one port of all services, on loopback only. */
export class EmulatorServer {
  readonly #options: EmulatorServerOptions;
  readonly #server: Server;
  #services: Services | undefined;

  constructor(options: EmulatorServerOptions) {
    this.#options = options;
    this.#server = createServer((message, response) => {
      this.#serve(message, response).catch(() => response.destroy());
    });
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
  }

  /** @returns the address, e.g. `http://127.0.0.1:4566` */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    const { port: bound } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${bound}`;
  }

  /** What is served from now on. */
  use(services: Services): void {
    this.#services = services;
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const request = await readRequest(message);
    const outside = this.#options.credentialsEndpoint(request);
    if (outside) {
      this.#write(request, response, outside);
      return;
    }
    let call: Call;
    try {
      call = understand(request, this.#services!);
    } catch (error) {
      this.#write(request, response, misunderstood(error));
      return;
    }
    await this.#answer(call, request, response, gone.signal);
  }

  async #answer(
    call: Call,
    request: Request,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, faults, journal } = this.#options;
    const { service, operation, input } = call;
    const at = clock.now();
    let caller: Caller | undefined;
    let answer: Answer;
    let errorName: string | undefined;
    try {
      caller = this.#identify(call, request);
      const failure = faults.takeFailure(service, operation);
      if (failure) {
        throw (
          failure.error ??
          commonError('throttled', call.protocol, 'Rate exceeded')
        );
      }
      if (!call.run) {
        throw commonError(
          'unknownOperation',
          call.protocol,
          `The emulator's ${service} does not have the operation ${operation}.`,
        );
      }
      answer = await call.run({ caller, signal });
    } catch (error) {
      const known =
        error instanceof AwsError
          ? error
          : commonError(
              'internal',
              call.protocol,
              error instanceof Error
                ? error.stack ?? error.message
                : String(error),
            );
      errorName = known.code;
      answer = call.fail(known);
    }
    const lost = faults.takeLostAnswer(service, operation);
    journal.add({
      service,
      operation,
      input,
      at,
      status: lost ? 0 : answer.status,
      errorName,
      caller: caller?.arn,
    });
    if (lost) response.socket?.destroy();
    else this.#write(request, response, answer);
  }

  #identify(call: Call, request: Request): Caller {
    const { identities, clock } = this.#options;
    const { accessKeyId, sessionToken } = sentCredentials(request);
    const caller = identities.identify(accessKeyId, sessionToken);
    if (typeof caller === 'string') {
      throw commonError(caller, call.protocol, REFUSALS[caller]);
    }
    checkPresigned(request, clock.now());
    return caller;
  }

  #write(request: Request, response: ServerResponse, answer: Answer): void {
    const { status, headers, cut } = answer;
    const body = bytesOf(answer.body);
    response.writeHead(status, {
      ...(status !== 204 && { 'content-length': String(body.length) }),
      date: new Date(this.#options.clock.now()).toUTCString(),
      'x-amzn-requestid': 'EMULATED',
      ...headers,
    });
    if (cut) {
      const half = body.subarray(0, Math.ceil(body.length / 2));
      response.write(half, () => response.socket?.destroy());
    } else if (request.method === 'HEAD') {
      response.end();
    } else {
      response.end(body);
    }
  }
}

/** A buffer goes out as it is: objects can be large. */
function bytesOf(body: Answer['body']): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(body ?? '');
}

function misunderstood(error: unknown): Answer {
  const { status, code, message } =
    error instanceof AwsError
      ? error
      : new AwsError('SerializationException', String(error));
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ __type: code, message }),
  };
}
