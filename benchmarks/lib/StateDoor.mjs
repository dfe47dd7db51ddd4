// What stands between Terraform and the processes of the portal, as a load balancer does: it passes requests on to a process that is
// there, and remembers which states were answered as saved.
import { createServer, request } from 'node:http';

export class StateDoor {
  /** `<workspace>/<serial>` of every state of which Terraform was told that it is saved */
  accepted = new Set();
  #server;
  #members = () => [];

  static async open() {
    const door = new StateDoor();
    door.#server = createServer((req, res) =>
      door.#pass(req, res).catch(() => res.destroy()),
    );
    await new Promise(done => door.#server.listen(0, '127.0.0.1', done));
    return door;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}/api/terraform`;
  }

  /** @param members - answers the processes that are there */
  leadTo(members) {
    this.#members = members;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise(done => this.#server.close(done));
  }

  async #pass(req, res) {
    const parts = [];
    for await (const part of req) parts.push(part);
    const body = Buffer.concat(parts);
    for (const member of this.#members()) {
      const answer = await forward(req, body, member).catch(error => error);
      // One that does not listen yet has not got the request; one that died over it may have.
      if (answer.code === 'ECONNREFUSED') continue;
      if (answer instanceof Error) break;
      if (req.method === 'POST' && answer.status === 200) {
        const workspace = new URL(req.url, 'http://door').pathname
          .split('/')
          .pop();
        this.accepted.add(`${workspace}/${JSON.parse(body).serial}`);
      }
      res.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    }
    res.writeHead(502).end();
  }
}

function forward(req, body, { port }) {
  return new Promise((done, fail) => {
    const outgoing = request({
      port,
      host: '127.0.0.1',
      agent: false,
      method: req.method,
      path: req.url,
      headers: req.headers,
    });
    outgoing.once('error', fail);
    outgoing.once('response', async response => {
      try {
        const parts = [];
        for await (const part of response) parts.push(part);
        const { 'transfer-encoding': _, ...headers } = response.headers;
        done({
          status: response.statusCode,
          headers,
          body: Buffer.concat(parts),
        });
      } catch (error) {
        fail(error);
      }
    });
    outgoing.end(body);
  });
}
