import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedRequest {
  method: string;
  url: string;
  authorization?: string;
}

/** Terraform's http backend in memory, which remembers what it was asked and fails on demand. */
export class StateServer {
  readonly requests: RecordedRequest[] = [];
  /** Answers these methods with that status. */
  readonly failing = new Map<string, number>();
  state?: Buffer;
  lock?: string;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((req, res) => {
      const parts: Buffer[] = [];
      req.on('data', part => parts.push(part));
      req.on('end', () => {
        const { method = '', url = '' } = req;
        this.requests.push({
          method,
          url,
          authorization: req.headers.authorization,
        });
        const { status, body } = this.#answer(method, Buffer.concat(parts));
        res.statusCode = status;
        res.end(body);
      });
    });
  }

  static async start(): Promise<StateServer> {
    const server = new StateServer();
    await new Promise<void>(resolve =>
      server.#server.listen(0, '127.0.0.1', resolve),
    );
    return server;
  }

  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/state`;
  }

  get methods(): string[] {
    return this.requests.map(({ method }) => method);
  }

  get resources(): number {
    return this.state
      ? JSON.parse(this.state.toString('utf8')).resources.length
      : 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #answer(method: string, body: Buffer): { status: number; body?: Buffer } {
    const failure = this.failing.get(method);
    if (failure) {
      return { status: failure };
    }
    switch (method) {
      case 'GET':
        return this.state ? { status: 200, body: this.state } : { status: 404 };
      case 'POST':
        this.state = body;
        return { status: 200 };
      case 'LOCK':
        if (this.lock) {
          return { status: 423, body: Buffer.from(this.lock) };
        }
        this.lock = body.toString('utf8');
        return { status: 200 };
      case 'UNLOCK':
        this.lock = undefined;
        return { status: 200 };
      default:
        return { status: 405 };
    }
  }
}
