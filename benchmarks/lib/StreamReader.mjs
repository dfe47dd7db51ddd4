// Reads a run's events as a browser does, checks that each comes once and in order, and notes how old each line was when it came.
import { request } from 'node:http';

/** What all readers of a run share, so that each event is parsed once. */
export class SeenEvents {
  #byId = new Map();
  /** how many lines came after so many milliseconds */
  ages = [];

  /** Notes an event as it came; answers false when another reader got something else by that name. */
  note(id, text, now) {
    let known = this.#byId.get(id);
    if (!known) {
      const [, event, json] = /^id: \d+\nevent: (\w+)\ndata: (.*)$/.exec(text);
      const lines = event === 'log' ? JSON.parse(json).lines : [];
      known = { text, times: lines.map(line => Date.parse(line.at)) };
      this.#byId.set(id, known);
    }
    for (const time of known.times) {
      const age = Math.max(0, Math.round(now - time));
      this.ages[age] = (this.ages[age] ?? 0) + 1;
    }
    return known.text === text;
  }

  get events() {
    return this.#byId.size;
  }

  get lines() {
    return [...this.#byId.values()].reduce(
      (sum, { times }) => sum + times.length,
      0,
    );
  }

  /** The age in milliseconds that a share of all lines did not exceed. */
  percentile(share) {
    const total = this.ages.reduce((sum, count) => sum + count, 0);
    let seen = 0;
    return this.ages.findIndex(count => {
      seen += count ?? 0;
      return seen >= share * total;
    });
  }
}

export class StreamReader {
  last = 0;
  lost = 0;
  doubled = 0;
  wrong = 0;
  #url;
  #token;
  #seen;
  #socket;

  constructor(url, token, seen) {
    this.#url = url;
    this.#token = token;
    this.#seen = seen;
  }

  /** Reads until the portal ends the stream, or until it is broken off. */
  async read() {
    const response = await new Promise((done, fail) => {
      request(this.#url, {
        agent: false,
        headers: {
          authorization: `Bearer ${this.#token}`,
          ...(this.last > 0 && { 'last-event-id': String(this.last) }),
        },
      })
        .once('response', done)
        .once('error', fail)
        .end();
    });
    if (response.statusCode !== 200) {
      throw new Error(`The stream answered ${response.statusCode}`);
    }
    this.#socket = response;
    response.setEncoding('utf8');
    let rest = '';
    await new Promise(done => {
      response.on('data', chunk => {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop();
        const now = Date.now();
        for (const block of blocks)
          if (block[0] === 'i') this.#take(block, now);
      });
      response.once('end', done);
      response.once('error', done);
      response.once('close', done);
    });
  }

  breakOff() {
    this.#socket?.destroy();
  }

  #take(block, now) {
    const id = Number(block.slice(4, block.indexOf('\n')));
    if (id <= this.last) {
      this.doubled += 1;
      return;
    }
    this.lost += id - this.last - 1;
    this.last = id;
    if (!this.#seen.note(id, block, now)) this.wrong += 1;
  }
}
