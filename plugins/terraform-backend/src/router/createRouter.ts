import { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  approvalRequestSchema,
  createRunSchema,
  createSecretSchema,
  createWorkspaceSchema,
  deleteWorkspaceSchema,
  listChangesQuerySchema,
  listQuerySchema,
  listRunsQuerySchema,
  listWorkspacesQuerySchema,
  phaseNameSchema,
  runActionRequestSchema,
  runActionSchema,
} from '@planroom/backstage-plugin-terraform-common';
import express, { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { AccountCredentialService } from '../accounts/AccountCredentialService';
import { AccountService } from '../accounts/AccountService';
import { PhaseTokens } from '../accounts/PhaseTokens';
import { ApprovalService } from '../approvals/ApprovalService';
import { HealthService } from '../health/HealthService';
import { ModuleCatalogue } from '../modules';
import { presentModule } from '../modules/presentModule';
import { callerOf } from '../permissions/Authorizer';
import { OperationsService } from '../operations/OperationsService';
import { PlanService } from '../plans/PlanService';
import { PhaseStore } from '../runs/PhaseStore';
import { RunActionService } from '../runs/RunActionService';
import { RunEventTails } from '../runs/RunEventTail';
import { RunService } from '../runs/RunService';
import { SecretStore } from '../secrets/SecretStore';
import { StateService } from '../state/StateService';
import { StateStore } from '../state/StateStore';
import { Environments, presentEnvironment } from '../workspaces/Environments';
import { WorkspaceService } from '../workspaces/WorkspaceService';
import { mountAccountRoutes } from './accountRoutes';
import { createOpenApiDocument } from './openapi';
import { mountOperationsRoutes } from './operationsRoutes';
import {
  idempotencyKey,
  parseBody,
  parseNumber,
  parseQuery,
  withoutQuotedBody,
} from './parse';
import { mountStateRoutes } from './stateRoutes';
import { EventStreams, streamRunEvents } from './streamRunEvents';

export interface RouterOptions {
  httpAuth: HttpAuthService;
  accounts: AccountService;
  accountCredentials: AccountCredentialService;
  tokens: PhaseTokens;
  environments: Environments;
  modules: ModuleCatalogue;
  secrets: SecretStore;
  workspaces: WorkspaceService;
  runs: RunService;
  runActions: RunActionService;
  plans: PlanService;
  approvals: ApprovalService;
  states: StateService;
  stateStore: StateStore;
  phases: PhaseStore;
  health: HealthService;
  operations: OperationsService;
  tails: RunEventTails;
  streams: EventStreams;
}

/** Routes as `contracts.md` section 3 lists them; each parses, calls one method and answers. */
export function createRouter(options: RouterOptions): Router {
  const { httpAuth, workspaces, runs, plans, approvals, states, health } =
    options;
  const router = PromiseRouter();
  const signedIn = async (req: Request) => ({
    credentials: await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    }),
  });

  mountStateRoutes(router, {
    states: options.stateStore,
    phases: options.phases,
  });
  router.use(express.json({ limit: '2mb' }), withoutQuotedBody);

  router.get('/health', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service', 'none'],
    });
    const report = await health.check({
      withMessages: credentials.principal.type !== 'none',
    });
    res.status(report.status === 'error' ? 503 : 200).json(report);
  });

  router.get('/openapi.json', async (_req, res) => {
    res.json(createOpenApiDocument());
  });

  router.get('/environments', async (req, res) => {
    await signedIn(req);
    const accounts = await options.accounts.namesByEnvironment();
    res.json({
      items: options.environments
        .list()
        .map(environment =>
          presentEnvironment(environment, accounts.get(environment.name) ?? []),
        ),
    });
  });

  router.get('/modules', async (req, res) => {
    await signedIn(req);
    res.json({ items: options.modules.list().map(presentModule) });
  });

  router.get('/modules/:name', async (req, res) => {
    await signedIn(req);
    const module = options.modules.get(req.params.name);
    if (!module) {
      throw new NotFoundError(`There is no module ${req.params.name}`);
    }
    res.json(presentModule(module));
  });

  router.post('/secrets', async (req, res) => {
    const { credentials } = await signedIn(req);
    const { value } = parseBody(createSecretSchema, req);
    const ref = await options.secrets.put(value, callerOf(credentials).ref);
    res.status(201).json({ ref });
  });

  router.post('/workspaces', async (req, res) => {
    const workspace = await workspaces.create(
      parseBody(createWorkspaceSchema, req),
      { ...(await signedIn(req)), idempotencyKey: idempotencyKey(req) },
    );
    res.status(201).json(workspace);
  });

  router.get('/workspaces', async (req, res) => {
    const query = parseQuery(listWorkspacesQuerySchema, req);
    res.json(await workspaces.list(query, await signedIn(req)));
  });

  router.get('/workspaces/:id', async (req, res) => {
    res.json(await workspaces.get(req.params.id, await signedIn(req)));
  });

  router.delete('/workspaces/:id', async (req, res) => {
    const request = parseBody(deleteWorkspaceSchema, req);
    await workspaces.delete(req.params.id, request, await signedIn(req));
    res.status(204).end();
  });

  router.post('/workspaces/:id/runs', async (req, res) => {
    const run = await runs.create(
      req.params.id,
      parseBody(createRunSchema, req),
      { ...(await signedIn(req)), idempotencyKey: idempotencyKey(req) },
    );
    res.status(201).json(run);
  });

  router.get('/workspaces/:id/runs', async (req, res) => {
    const query = parseQuery(listRunsQuerySchema, req);
    res.json(
      await runs.listOfWorkspace(req.params.id, query, await signedIn(req)),
    );
  });

  router.get('/workspaces/:id/state-versions', async (req, res) => {
    const query = parseQuery(listQuerySchema, req);
    res.json(
      await states.listVersions(req.params.id, query, await signedIn(req)),
    );
  });

  router.get('/state-versions/:id/resources', async (req, res) => {
    const query = parseQuery(listQuerySchema, req);
    res.json(
      await states.listResources(req.params.id, query, await signedIn(req)),
    );
  });

  router.get('/state-versions/:id/outputs', async (req, res) => {
    res.json({
      items: await states.getOutputs(req.params.id, await signedIn(req)),
    });
  });

  router.get('/resources', async (req, res) => {
    const query = parseQuery(listQuerySchema, req);
    res.json(await states.searchResources(query, await signedIn(req)));
  });

  router.get('/runs', async (req, res) => {
    const query = parseQuery(listRunsQuerySchema, req);
    res.json(await runs.list(query, await signedIn(req)));
  });

  router.get('/runs/:id', async (req, res) => {
    res.json(await runs.get(req.params.id, await signedIn(req)));
  });

  router.get('/runs/:id/plan', async (req, res) => {
    res.json(await plans.get(req.params.id, await signedIn(req)));
  });

  router.get('/runs/:id/plan/changes', async (req, res) => {
    const query = parseQuery(listChangesQuerySchema, req);
    res.json(
      await plans.listChanges(req.params.id, query, await signedIn(req)),
    );
  });

  router.get('/runs/:id/plan/changes/:index', async (req, res) => {
    const index = parseNumber(req.params.index, 'The index of a change');
    res.json(await plans.getChange(req.params.id, index, await signedIn(req)));
  });

  router.get('/runs/:id/plan/json', async (req, res) => {
    const document = plans.stream(req.params.id, await signedIn(req));
    // The first piece decides whether there is a plan at all; after it the answer has begun.
    const first = await document.next();
    res.type('application/json').write(first.value);
    for await (const piece of document) res.write(piece);
    res.end();
  });

  router.get('/runs/:id/events', async (req, res) => {
    const { credentials } = await signedIn(req);
    await runs.find(req.params.id, { credentials });
    await streamRunEvents(req, res, {
      runId: req.params.id,
      tails: options.tails,
      streams: options.streams,
      credentials,
    });
  });

  router.get('/runs/:id/logs/:phase', async (req, res) => {
    const phase = phaseNameSchema.safeParse(req.params.phase);
    if (!phase.success) {
      throw new NotFoundError('A run has the logs plan and apply');
    }
    const offset = parseNumber(String(req.query.offset ?? 0), 'offset');
    res.json(
      await runs.readLog(
        req.params.id,
        phase.data,
        offset,
        await signedIn(req),
      ),
    );
  });

  router.post('/runs/:id/approvals', async (req, res) => {
    const decision = await approvals.decide(
      req.params.id,
      parseBody(approvalRequestSchema, req),
      { ...(await signedIn(req)), request: req },
    );
    res.status(201).json(decision);
  });

  router.post('/runs/:id/actions/:action', async (req, res) => {
    const action = runActionSchema.safeParse(req.params.action);
    if (!action.success) {
      throw new NotFoundError(
        `The actions are ${runActionSchema.options.join(', ')}`,
      );
    }
    const request = parseBody(runActionRequestSchema, req);
    const run = await options.runActions.act(
      req.params.id,
      action.data,
      request,
      { ...(await signedIn(req)), request: req },
    );
    res.status(action.data === 'retry' ? 201 : 200).json(run);
  });

  mountAccountRoutes(router, {
    accounts: options.accounts,
    accountCredentials: options.accountCredentials,
    tokens: options.tokens,
    signedIn,
  });
  mountOperationsRoutes(router, { operations: options.operations, signedIn });

  router.use(req => {
    throw new NotFoundError(`There is no route ${req.method} ${req.path}`);
  });

  return router;
}
