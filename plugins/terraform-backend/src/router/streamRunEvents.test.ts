import { once } from 'node:events';
import { AddressInfo, connect, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { RunEventTails } from '../runs/RunEventTail';
import { RunNotifier } from '../runs/RunNotifier';
import { EventStreams, streamRunEvents } from './streamRunEvents';

const LINE = 'x'.repeat(1_000_000);

/** A run that goes on for ever and has as much to say as anybody takes. */
const endless = {
  head: async () => ({ last: 1_000, ended: false }),
  listStoredAfter: async (_run: string, after: number) =>
    after < 1_000
      ? [{ id: after + 1, event: 'log', data: JSON.stringify(LINE) }]
      : [],
};

let close = async () => {};
afterEach(() => close());

async function start(options: { expiresAt?: Date } = {}) {
  const logger = mockServices.logger.mock();
  const tails = new RunEventTails({
    events: endless,
    notifier: new RunNotifier({ logger }),
    logger,
  });
  const streams = new EventStreams();
  const app = express().get('/events', async (req, res) => {
    await streamRunEvents(req, res, {
      runId: 'run',
      tails,
      streams,
      credentials: { ...mockCredentials.user(), ...options },
    });
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets: Socket[] = [];
  close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise(done => server.close(done));
  };
  return {
    streams,
    tails,
    /** Asks from a place on; takes what comes only when somebody reads. */
    async open(after: number): Promise<Socket> {
      const before = streams.size;
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      socket.write(
        `GET /events HTTP/1.1\r\nHost: portal\r\nLast-Event-ID: ${after}\r\n\r\n`,
      );
      while (streams.size === before) await sleep(5);
      return socket;
    },
  };
}

it('ends with the sign-in of the caller', async () => {
  const { open, streams, tails } = await start({
    expiresAt: new Date(Date.now() + 300),
  });
  const socket = await open(999);
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) {
    text += chunk;
    if (text.endsWith('0\r\n\r\n')) break;
  }
  expect(text).toContain('Content-Type: text/event-stream');
  expect(text).toContain('id: 1000\nevent: log\ndata: "xxx');
  expect([streams.size, tails.size]).toEqual([0, 0]);
});

it('gives one who takes nothing one piece, and holds nobody up at the end', async () => {
  const { open, streams, tails } = await start();
  const read = jest.spyOn(endless, 'listStoredAfter');
  const stalled = await open(0);
  const waiting = await open(1_000);
  expect([streams.size, tails.size]).toEqual([2, 1]);
  while (read.mock.calls.length === 0) await sleep(5);
  await sleep(300);
  // What the system's buffers take is read as well, but no more than that.
  expect(read.mock.calls.length).toBeLessThan(20);

  streams.endAll();
  waiting.resume();
  await once(waiting, 'data');
  stalled.resume();
  await once(stalled, 'close');
  expect([streams.size, tails.size]).toEqual([0, 0]);
});

it('forgets a client that has gone', async () => {
  const { open, streams, tails } = await start();
  const clients = [await open(0), await open(1_000)];
  for (const client of clients) client.destroy();
  while (streams.size > 0) await sleep(5);
  expect(tails.size).toBe(0);
});
