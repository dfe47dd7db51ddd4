import { createHash } from 'node:crypto';
import type { TerraformRequestOptions } from '@planroom/backstage-plugin-terraform-common';
import type { TaskContext, TerraformActionOptions } from './types';

/** Options of a call in the name of who started the task, never of the scaffolder. */
export async function asInitiator(
  ctx: TaskContext,
  { auth }: TerraformActionOptions,
): Promise<TerraformRequestOptions> {
  ctx.signal?.throwIfAborted();
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf: await ctx.getInitiatorCredentials(),
    targetPluginId: 'terraform',
  });
  return { token };
}

/**
 * The same for the same call when a task is taken up again, and another for another step of the task or another workspace of the same
 * step (`each`): the backend refuses a key that comes back with another request. Short and plain enough for a header.
 */
export function idempotencyKey(
  ctx: TaskContext,
  workspace: string,
  call: 'workspace' | 'run',
): string {
  const place = createHash('sha256')
    .update(JSON.stringify([ctx.step?.id, workspace]))
    .digest('hex')
    .slice(0, 16);
  return `${ctx.task.id}.${place}.${call}`;
}
