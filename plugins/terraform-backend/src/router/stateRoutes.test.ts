import { randomUUID } from 'node:crypto';
import express from 'express';
import request from 'supertest';
import { mockErrorHandler } from '@backstage/backend-test-utils';
import PromiseRouter from 'express-promise-router';
import {
  createStores,
  createTestDatabases,
  stateFile,
  newPhaseOf,
  stateResource,
} from '../__testUtils__';
import { insertPhases } from '../runs/PhaseStore';
import { mountStateRoutes } from './stateRoutes';

jest.setTimeout(120_000);

const databases = createTestDatabases();

async function setUp(databaseId: Parameters<typeof databases.init>[0]) {
  const stores = await createStores(await databases.init(databaseId));
  const workspace = await stores.addWorkspace();
  const run = await stores.addRun(workspace);
  await stores
    .knex('runs')
    .where({ id: run.id })
    .update({ lease_owner: 'replica' });
  for (const phase of ['plan', 'apply'] as const) {
    await stores.knex.transaction(trx =>
      insertPhases(trx, [newPhaseOf(run.id, phase)]),
    );
    await stores.phases.addCredential(
      `${phase}:password`,
      { runId: run.id, phase },
      'replica',
    );
  }
  const router = PromiseRouter();
  mountStateRoutes(router, { states: stores.states, phases: stores.phases });
  const app = express().use(router).use(mockErrorHandler());
  const send = (
    method: 'GET' | 'LOCK' | 'POST' | 'UNLOCK',
    options: {
      as?: string;
      path?: string;
      body?: Buffer | string;
    } = {},
  ) => {
    const path = options.path ?? `/state/${workspace.id}`;
    const agent = request(app);
    const calls = {
      GET: () => agent.get(path),
      LOCK: () => agent.lock(path),
      POST: () => agent.post(path),
      UNLOCK: () => agent.unlock(path),
    };
    const call = calls[method]();
    call
      .auth('run-x', options.as ?? 'apply:password')
      .set('content-type', 'application/json')
      .buffer(true)
      .parse((res, done) => {
        const chunks: Buffer[] = [];
        res.on('data', chunk => chunks.push(Buffer.from(chunk)));
        res.on('end', () => done(null, Buffer.concat(chunks)));
      });
    return options.body === undefined
      ? call.send()
      : // superagent would make JSON of anything but a text
        call.serialize(body => body).send(options.body);
  };
  return { stores, workspace, run, app, send };
}

describe.each(databases.eachSupportedId())(
  "Terraform's http backend on %s",
  databaseId => {
    it('answers each request of an apply with the codes that Terraform takes', async () => {
      const { workspace, run, send, stores } = await setUp(databaseId);
      const lock = JSON.stringify({ ID: 'mine', Who: 'me@here' });
      const other = JSON.stringify({ ID: 'other', Who: 'you@there' });
      const written = `/state/${workspace.id}?ID=mine`;
      const state = stateFile(1, { resources: [stateResource('a', 'x')] });

      expect((await send('GET')).status).toBe(404);
      expect((await send('POST', { path: written, body: state })).status).toBe(
        409,
      );
      expect((await send('LOCK', { body: lock })).status).toBe(200);
      expect((await send('LOCK', { body: lock })).status).toBe(200);
      const held = await send('LOCK', { body: other });
      expect(held.status).toBe(423);
      expect(JSON.parse(held.body.toString())).toEqual({
        ID: 'mine',
        Who: 'me@here',
      });
      expect((await send('POST', { body: state })).status).toBe(409);
      for (let i = 0; i < 2; i++) {
        expect(
          (await send('POST', { path: written, body: state })).status,
        ).toBe(200);
      }
      expect(
        (await send('POST', { path: written, body: stateFile(1) })).status,
      ).toBe(409);
      expect(
        (await send('POST', { path: written, body: stateFile(0) })).status,
      ).toBe(409);
      // Terraform repeats what fails with 5xx; what is not a state stays none.
      expect(
        (await send('POST', { path: written, body: 'not a state' })).status,
      ).toBe(400);
      expect((await send('POST', { path: written })).status).toBe(400);
      const read = await send('GET');
      expect(read.status).toBe(200);
      expect(read.body).toEqual(state);
      expect(read.headers['cache-control']).toBe('no-store');
      expect(read.headers).not.toHaveProperty('content-md5');

      expect((await send('UNLOCK', { body: other })).status).toBe(409);
      expect((await send('UNLOCK')).status).toBe(403);
      expect((await send('UNLOCK', { body: '{}' })).status).toBe(400);
      expect((await send('LOCK', { body: 'x' })).status).toBe(400);
      expect((await send('UNLOCK', { body: lock })).status).toBe(200);
      expect((await send('UNLOCK', { body: lock })).status).toBe(200);
      expect((await send('LOCK', { body: other })).status).toBe(200);
      expect((await stores.workspaces.get(workspace.id))?.lock).toMatchObject({
        id: 'other',
        runId: run.id,
      });
    });

    it('lets a credential do what its phase needs, in its workspace', async () => {
      const { workspace, send, app, stores } = await setUp(databaseId);
      const elsewhere = await stores.addWorkspace();
      const lock = JSON.stringify({ ID: 'mine' });
      for (const as of ['', 'wrong', 'password', 'apply:password ']) {
        expect((await send('GET', { as })).status).toBe(401);
        expect((await send('LOCK', { as, body: lock })).status).toBe(401);
      }
      expect((await request(app).get(`/state/${workspace.id}`)).status).toBe(
        401,
      );
      expect(
        (
          await request(app)
            .get(`/state/${workspace.id}`)
            .set('authorization', 'Bearer apply:password')
        ).status,
      ).toBe(401);
      for (const id of [elsewhere.id, randomUUID()]) {
        expect((await send('GET', { path: `/state/${id}` })).status).toBe(403);
        expect(
          (await send('POST', { path: `/state/${id}?ID=mine` })).status,
        ).toBe(403);
      }
      expect((await send('GET', { as: 'plan:password' })).status).toBe(404);
      for (const method of ['LOCK', 'POST', 'UNLOCK'] as const) {
        expect(
          (await send(method, { as: 'plan:password', body: lock })).status,
        ).toBe(403);
      }
      await stores.knex('phases').update({ finished_at: 'now' });
      expect((await send('GET')).status).toBe(401);
    });

    it('keeps big numbers and big states byte by byte', async () => {
      const { workspace, send } = await setUp(databaseId);
      const path = `/state/${workspace.id}?ID=l`;
      await send('LOCK', { body: JSON.stringify({ ID: 'l' }) });
      const numbers = Buffer.from(
        '{ "version": 4, "serial": 1, "lineage": "a", "outputs": {"n": {"value": 9223372036854775807, "type": "number"},' +
          ' "e": {"value": 1.10, "type": "number"}}, "resources": [] }\n\n',
      );
      expect((await send('POST', { path, body: numbers })).status).toBe(200);
      expect((await send('GET')).body).toEqual(numbers);

      const big = stateFile(2, {
        lineage: 'a',
        resources: Array.from({ length: 2_000 }, (_, i) => ({
          ...stateResource(`r${i}`, `id-${i}`),
          padding: 'ü'.repeat(5_000),
        })),
      });
      expect(big.length).toBeGreaterThan(20_000_000);
      expect((await send('POST', { path, body: big })).status).toBe(200);
      const read = await send('GET');
      expect(big.equals(read.body)).toBe(true);
    });
  },
);
