import { Readable } from 'node:stream';
import {
  LogPage,
  PhaseName,
  RunEvent,
} from '@planroom/backstage-plugin-terraform-common';
import {
  DATABASE_IDS,
  expectStatus,
  startTerraformBackend,
  TerraformBackend,
} from './__testUtils__';

jest.setTimeout(300_000);

/** Reads the stream of a run until the portal ends it, or `until` says that it is enough. */
async function readEvents(
  portal: TerraformBackend,
  runId: string,
  options: {
    after?: string;
    until?: (event: RunEvent) => boolean;
  } = {},
): Promise<RunEvent[]> {
  const response = await fetch(`${portal.baseUrl}/runs/${runId}/events`, {
    headers: {
      authorization: `Bearer ${await portal.token('developer')}`,
      ...(options.after && { 'last-event-id': options.after }),
    },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
  const events: RunEvent[] = [];
  let text = '';
  const body = Readable.fromWeb(
    response.body as Parameters<typeof Readable.fromWeb>[0],
  );
  for await (const chunk of body.setEncoding('utf8')) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks.filter(b => !b.startsWith(':'))) {
      const event = parseEvent(block);
      events.push(event);
      if (options.until?.(event)) {
        body.destroy();
        return events;
      }
    }
  }
  expect(text).toBe('');
  return events;
}

function parseEvent(block: string): RunEvent {
  const fields = Object.fromEntries(
    block.split('\n').map(line => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
  return {
    id: Number(fields.id),
    event: fields.event,
    data: JSON.parse(fields.data),
  } as RunEvent;
}

const ids = (events: RunEvent[]) => events.map(event => event.id);

it.each(DATABASE_IDS)(
  'streams everything of a run in one sequence on %s',
  async databaseId => {
    const portal = await startTerraformBackend({ databaseId });
    const developer = portal.as('developer');
    const workspace = await developer.createWorkspace({ name: 'streamed' });
    const run = await developer.createRun(workspace.id);

    // One client stays from the beginning to the end, another loses its connection and comes back.
    const whole = readEvents(portal, run.id);
    const begun = await readEvents(portal, run.id, {
      until: e => e.event === 'status' && e.data.status === 'planned',
    });
    expectStatus(
      201,
      await portal.as('reviewer').decide(run.id, 'approve', 'Looks good'),
    );
    const rest = await readEvents(portal, run.id, {
      after: String(begun[begun.length - 1].id),
    });
    const events = await whole;
    expect([...begun, ...rest]).toEqual(events);
    expect(ids(events)).toEqual(events.map((_, index) => index + 1));

    const statuses = events.flatMap(e =>
      e.event === 'status' ? [e.data.status] : [],
    );
    expect(statuses).toEqual([
      'pending',
      'plan_queued',
      'planning',
      'planned',
      'confirmed',
      'apply_queued',
      'applying',
      'applied',
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({
        data: {
          status: 'confirmed',
          at: expect.any(String),
          by: 'user:default/reviewer',
          reason: 'Looks good',
        },
      }),
    );
    const address = 'module.this.terraform_data.database';
    const states = events.flatMap(e =>
      e.event === 'progress' &&
      e.data.phase === 'apply' &&
      e.data.address === address
        ? [e.data.state]
        : [],
    );
    expect(states).toEqual(expect.arrayContaining(['running', 'done']));
    expect(states[states.length - 1]).toBe('done');

    // The log of the stream is the log of the route, each line once and in its place.
    for (const phase of ['plan', 'apply'] as PhaseName[]) {
      const chunks = events.flatMap(e =>
        e.event === 'log' && e.data.phase === phase ? [e.data] : [],
      );
      let offset = 0;
      for (const chunk of chunks) {
        expect(chunk.offset).toBe(offset);
        offset += chunk.lines.length;
      }
      const page = await developer.read<LogPage>(
        `/runs/${run.id}/logs/${phase}`,
      );
      expect(page.lines).toEqual(chunks.flatMap(chunk => chunk.lines));
      expect(
        await developer.read(`/runs/${run.id}/logs/${phase}?offset=${offset}`),
      ).toEqual({ lines: [], nextOffset: offset, complete: true });
    }

    // A stream of a run that has ended says the rest and ends; a place that is none means the beginning.
    const last = events.length;
    expect(await readEvents(portal, run.id, { after: `${last}` })).toEqual([]);
    expect(await readEvents(portal, run.id, { after: `${last - 3}` })).toEqual(
      events.slice(-3),
    );
    for (const after of ['x', '-1', '1.5', '99999999999999999999']) {
      expect(await readEvents(portal, run.id, { after })).toEqual(events);
    }
    expect(
      await portal.as('stranger').get(`/runs/${run.id}/events`),
    ).toMatchObject({ status: 404 });
    expect(await portal.anonymous.get(`/runs/${run.id}/events`)).toMatchObject({
      status: 401,
    });
  },
);

it('ends the streams when the portal stops', async () => {
  const portal = await startTerraformBackend();
  const developer = portal.as('developer');
  const workspace = await developer.createWorkspace({ name: 'left-open' });
  const run = await developer.createRun(workspace.id);
  await developer.untilStatus(run.id, 'planned');
  let sawOne = () => {};
  const begun = new Promise<void>(resolve => {
    sawOne = resolve;
  });
  const stream = readEvents(portal, run.id, {
    until: () => {
      sawOne();
      return false;
    },
  });
  await begun;
  await portal.stop();
  expect((await stream).length).toBeGreaterThan(0);
});
