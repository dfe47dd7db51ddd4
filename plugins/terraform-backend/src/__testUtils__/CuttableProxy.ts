import { once } from 'node:events';
import { connect, createServer, Server, Socket } from 'node:net';
import { AddressInfo } from 'node:net';

/** Stands between a client and a server on this machine, and can be cut: connections break, new ones are refused. */
export class CuttableProxy {
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server?: Server;
  #port = 0;

  constructor(target: number) {
    this.#target = target;
  }

  get port(): number {
    return this.#port;
  }

  /** Opens it, on the port that it had before. */
  async open(): Promise<void> {
    const server = createServer(client => {
      const target = connect(this.#target, '127.0.0.1');
      for (const [from, to] of [
        [client, target],
        [target, client],
      ]) {
        this.#sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async cut(): Promise<void> {
    const closed = this.#server && once(this.#server, 'close');
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#server = undefined;
  }
}
