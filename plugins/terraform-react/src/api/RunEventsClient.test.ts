import type { RunEvent } from '@planroom/backstage-plugin-terraform-common';
import { RunEventsClient } from './RunEventsClient';

type Call = { url: string; lastEventId: string | undefined };

/** A server that gives one answer per request, in order. */
function fakeServer(...answers: Array<() => Response>) {
  const calls: Call[] = [];
  const fetch = async (input: unknown, init?: RequestInit) => {
    const headers = init?.headers as Record<string, string> | undefined;
    calls.push({ url: String(input), lastEventId: headers?.['last-event-id'] });
    const answer = answers.shift();
    if (!answer) throw new Error('The test expects no further request');
    return answer();
  };
  const client = new RunEventsClient({
    discoveryApi: { getBaseUrl: async () => 'http://localhost/api/terraform' },
    fetchApi: { fetch: fetch as typeof globalThis.fetch },
  });
  return { client, calls };
}

function stream(text: string, options: { cut?: boolean } = {}): () => Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(Uint8Array.from(new TextEncoder().encode(text)));
      if (!options.cut) controller.close();
    },
    pull(controller) {
      if (options.cut) controller.error(new Error('network lost'));
    },
  });
  return () =>
    ({
      ok: true,
      status: 200,
      headers: new Headers({ 'content-type': 'text/event-stream' }),
      body,
    } as unknown as Response);
}

function refusal(status: number, message: string): () => Response {
  return () =>
    ({
      ok: false,
      status,
      statusText: 'Refused',
      headers: new Headers({ 'content-type': 'application/json' }),
      text: async () =>
        JSON.stringify({
          error: { name: 'Error', message },
          response: { statusCode: status },
        }),
    } as Response);
}

function event(id: number, name: string, data: object): string {
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

const at = '2026-01-10T10:00:00.000Z';
const planning = event(1, 'status', { status: 'planning', at });
const log = event(2, 'log', { phase: 'plan', offset: 0, lines: [] });
const applied = event(3, 'status', { status: 'applied', at });

describe('RunEventsClient', () => {
  it('resumes after the last event and ends with the run', async () => {
    const { client, calls } = fakeServer(
      stream(`${planning}: ping\n\n${log}`, { cut: true }),
      stream(''), // the end of the token's life: closed without a word
      refusal(503, 'starting'),
      stream(applied),
    );
    const events: RunEvent[] = [];
    const errors: string[] = [];
    let opened = 0;

    await client.subscribe('a/b', {
      signal: new AbortController().signal,
      onEvents: batch => events.push(...batch),
      onError: error => errors.push(error.message),
      onOpen: () => {
        opened += 1;
      },
    });

    expect(events.map(({ id, event: name }) => [id, name])).toEqual([
      [1, 'status'],
      [2, 'log'],
      [3, 'status'],
    ]);
    expect(events[0].data).toEqual({ status: 'planning', at });
    expect(calls.map(call => call.lastEventId)).toEqual([
      undefined,
      '2',
      '2',
      '2',
    ]);
    expect(calls[0].url).toBe(
      'http://localhost/api/terraform/runs/a%2Fb/events',
    );
    expect(errors).toHaveLength(3);
    expect(errors[0]).toBe('network lost');
    expect(opened).toBe(3);
  }, 15_000);

  it('begins after the given event and ends where the server has nothing more', async () => {
    const { client, calls } = fakeServer(
      () => ({ ok: true, status: 204, headers: new Headers() } as Response),
    );
    await client.subscribe('run', {
      signal: new AbortController().signal,
      lastEventId: 7,
      onEvents: jest.fn(),
    });
    expect(calls).toHaveLength(1);
    expect(calls[0].lastEventId).toBe('7');
  });

  it.each([401, 403, 404])(
    'hands on a refusal with %d and does not try again',
    async status => {
      const { client, calls } = fakeServer(refusal(status, 'hidden'));
      const onError = jest.fn();
      await expect(
        client.subscribe('run', {
          signal: new AbortController().signal,
          onEvents: jest.fn(),
          onError,
        }),
      ).rejects.toMatchObject({
        name: 'ResponseError',
        statusCode: status,
        cause: { message: 'hidden' },
      });
      expect(calls).toHaveLength(1);
      expect(onError).not.toHaveBeenCalled();
    },
  );

  it('ends at once when aborted', async () => {
    const controller = new AbortController();
    const { client, calls } = fakeServer(stream(planning));
    const ended = client.subscribe('run', {
      signal: controller.signal,
      onEvents: () => controller.abort(),
    });
    await ended;
    expect(calls).toHaveLength(1);
  });
});
