import {
  listQuerySchema,
  releaseLockSchema,
  resealRequestSchema,
  retentionRequestSchema,
} from '@planroom/backstage-plugin-terraform-common';
import { Request, Router } from 'express';
import { OperationsService } from '../operations/OperationsService';
import { CallerCredentials } from '../workspaces/WorkspaceService';
import { parseBody, parseQuery } from './parse';

/** What operators see and do, and the numbers for Prometheus. */
export function mountOperationsRoutes(
  router: Router,
  options: {
    operations: OperationsService;
    signedIn(req: Request): Promise<{ credentials: CallerCredentials }>;
  },
): void {
  const { operations, signedIn } = options;

  router.get('/operations/queue', async (req, res) => {
    const query = parseQuery(listQuerySchema, req);
    res.json(await operations.listQueue(query, await signedIn(req)));
  });

  router.get('/operations/leases', async (req, res) => {
    res.json(await operations.getLeases(await signedIn(req)));
  });

  router.get('/operations/executors', async (req, res) => {
    res.json({ items: await operations.listExecutors(await signedIn(req)) });
  });

  router.get('/operations/locks', async (req, res) => {
    res.json({ items: await operations.listLocks(await signedIn(req)) });
  });

  router.post('/operations/locks/:workspaceId/release', async (req, res) => {
    const request = parseBody(releaseLockSchema, req);
    await operations.releaseLock(req.params.workspaceId, request, {
      ...(await signedIn(req)),
      request: req,
    });
    res.status(204).end();
  });

  router.get('/operations/retention', async (req, res) => {
    res.json(await operations.getRetention(await signedIn(req)));
  });

  router.post('/operations/retention', async (req, res) => {
    const request = parseBody(retentionRequestSchema, req);
    const report = await operations.runRetention(request, {
      ...(await signedIn(req)),
      request: req,
    });
    res.json(report);
  });

  router.get('/operations/sealing', async (req, res) => {
    res.json(await operations.getSealing(await signedIn(req)));
  });

  router.post('/operations/sealing/reseal', async (req, res) => {
    const request = parseBody(resealRequestSchema, req);
    const report = await operations.reseal(request, {
      ...(await signedIn(req)),
      request: req,
    });
    res.status(202).json(report);
  });

  router.get('/metrics', async (req, res) => {
    const { contentType, text } = await operations.readMetrics(
      await signedIn(req),
    );
    res.set('Content-Type', contentType).send(text);
  });
}
