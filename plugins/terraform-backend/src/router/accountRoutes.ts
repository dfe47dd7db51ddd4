import {
  createAccountSchema,
  deleteAccountSchema,
  setCredentialSchema,
  updateAccountSchema,
} from '@planroom/backstage-plugin-terraform-common';
import { Request, Router } from 'express';
import { AccountCredentialService } from '../accounts/AccountCredentialService';
import { AccountService } from '../accounts/AccountService';
import { PhaseTokens } from '../accounts/PhaseTokens';
import { CallerCredentials } from '../workspaces/WorkspaceService';
import { idempotencyKey, parseBody } from './parse';

const JWKS_MAX_AGE_SECONDS = 300;

/** Cloud accounts, and what clouds check the tokens of phases with. */
export function mountAccountRoutes(
  router: Router,
  options: {
    accounts: AccountService;
    accountCredentials: AccountCredentialService;
    tokens: PhaseTokens;
    signedIn(req: Request): Promise<{ credentials: CallerCredentials }>;
  },
): void {
  const { accounts, accountCredentials, tokens, signedIn } = options;
  const audited = async (req: Request) => ({
    ...(await signedIn(req)),
    request: req,
  });

  router.get('/accounts', async (req, res) => {
    res.json({ items: await accounts.list(await signedIn(req)) });
  });

  router.post('/accounts', async (req, res) => {
    const input = parseBody(createAccountSchema, req);
    const account = await accounts.create(input, {
      ...(await audited(req)),
      idempotencyKey: idempotencyKey(req),
    });
    res.status(201).json(account);
  });

  router.get('/accounts/:name', async (req, res) => {
    res.json(await accounts.get(req.params.name, await signedIn(req)));
  });

  router.put('/accounts/:name', async (req, res) => {
    const input = parseBody(updateAccountSchema, req);
    const { name } = req.params;
    res.json(await accounts.update(name, input, await audited(req)));
  });

  router.delete('/accounts/:name', async (req, res) => {
    const input = parseBody(deleteAccountSchema, req);
    await accounts.delete(req.params.name, input, await audited(req));
    res.status(204).end();
  });

  router.put('/accounts/:name/credential', async (req, res) => {
    const input = parseBody(setCredentialSchema, req);
    await accountCredentials.setCredential(
      req.params.name,
      input,
      await audited(req),
    );
    res.status(204).end();
  });

  router.delete('/accounts/:name/credential', async (req, res) => {
    await accountCredentials.removeCredential(
      req.params.name,
      await audited(req),
    );
    res.status(204).end();
  });

  router.post('/accounts/:name/test', async (req, res) => {
    res.json(
      await accountCredentials.test(req.params.name, await audited(req)),
    );
  });

  router.get('/operations/accounts', async (req, res) => {
    res.json({ items: await accounts.listStatuses(await signedIn(req)) });
  });

  router.post('/operations/signing-key', async (req, res) => {
    const id = await accountCredentials.rotateSigningKey(await audited(req));
    res.status(201).json({ id });
  });

  router.get('/oidc/.well-known/openid-configuration', async (_req, res) => {
    res.json(tokens.discovery());
  });

  router.get('/oidc/jwks', async (_req, res) => {
    res.set('Cache-Control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`);
    res.json(await tokens.jwks());
  });
}
