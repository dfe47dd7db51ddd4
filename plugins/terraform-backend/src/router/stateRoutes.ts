import {
  AuthenticationError,
  InputError,
  NotAllowedError,
} from '@backstage/errors';
import express, { Request, Response, Router } from 'express';
import { PhaseStore, StateCredential } from '../runs/PhaseStore';
import { StateLock, StateStore } from '../state/StateStore';

const MAX_STATE_SIZE = '512mb';

/**
 * Terraform's `http` backend. Raw bytes in and out: a JSON parser would change big numbers and refuse big states. Status codes are
 * those that Terraform accepts, https://developer.hashicorp.com/terraform/language/backend/http: 200 alone for LOCK and UNLOCK, 423
 * with the holder when locked, 404 for no state. LOCK, UNLOCK and POST may be repeated: Terraform does so when an answer was lost.
 */
export function mountStateRoutes(
  router: Router,
  options: { states: StateStore; phases: PhaseStore },
): void {
  const { states, phases } = options;
  const raw = express.raw({ type: () => true, limit: MAX_STATE_SIZE });

  const authenticate = async (req: Request, write: boolean) => {
    const credential = await findCredential(phases, req);
    if (credential.workspaceId !== req.params.workspaceId) {
      throw new NotAllowedError('This credential is for another workspace');
    }
    if (write && credential.phase !== 'apply') {
      throw new NotAllowedError('The credential of a plan cannot write state');
    }
    return credential;
  };

  router.get('/state/:workspaceId', async (req, res) => {
    const { workspaceId } = await authenticate(req, false);
    const current = await states.getCurrent(workspaceId);
    const bytes = current && (await states.readBytes(current.id));
    if (!bytes) {
      res.status(404).end();
      return;
    }
    res.type('application/json').set('Cache-Control', 'no-store').send(bytes);
  });

  router.post('/state/:workspaceId', raw, async (req, res) => {
    const { workspaceId, runId } = await authenticate(req, true);
    const lockId = req.query.ID;
    await states.write({
      workspaceId,
      runId,
      bytes: bodyBytes(req),
      lockId: typeof lockId === 'string' ? lockId : undefined,
    });
    res.status(200).end();
  });

  router.lock('/state/:workspaceId', raw, async (req, res) => {
    const { workspaceId, runId } = await authenticate(req, true);
    const outcome = await states.lock(workspaceId, runId, parseLock(req));
    if (outcome.locked) res.status(200).end();
    else res.status(423).json(outcome.holder);
  });

  router.unlock('/state/:workspaceId', raw, async (req, res) => {
    const { workspaceId } = await authenticate(req, true);
    if (bodyBytes(req).length === 0) {
      throw new NotAllowedError('A run cannot force the lock open');
    }
    answerUnlock(res, await states.unlock(workspaceId, parseLock(req).ID));
  });
}

function answerUnlock(res: Response, free: boolean): void {
  if (free) res.status(200).end();
  else res.status(409).json({ message: 'Another lock holds the state' });
}

async function findCredential(
  phases: PhaseStore,
  req: Request,
): Promise<StateCredential> {
  const [scheme, encoded] = (req.get('authorization') ?? '').split(' ');
  const password =
    scheme?.toLowerCase() === 'basic'
      ? Buffer.from(encoded ?? '', 'base64')
          .toString()
          .split(':')
          .slice(1)
          .join(':')
      : '';
  const credential = password && (await phases.findCredential(password));
  if (!credential) {
    throw new AuthenticationError(
      'The state needs the credential of an open phase',
    );
  }
  return credential;
}

function bodyBytes(req: Request): Buffer {
  return Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
}

function parseLock(req: Request): StateLock {
  try {
    const lock = JSON.parse(bodyBytes(req).toString());
    if (typeof lock?.ID === 'string' && lock.ID.length <= 200) return lock;
  } catch {
    // told below
  }
  throw new InputError('The lock has no ID');
}
