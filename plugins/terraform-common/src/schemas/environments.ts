import { z } from 'zod';
import { entityRef } from './common';

/** Checks an {@link Environment}. @public */
export const environmentSchema = z.object({
  name: z.string(),
  approvals: z.object({
    required: z.number(),
    groups: z.array(entityRef),
    excludeRequester: z.boolean(),
  }),
  autoApply: z.enum(['never', 'non-destructive']),
  executor: z.string(),
  terraformVersion: z.string().optional(),
  accounts: z
    .array(z.string())
    .describe('names of the accounts that its workspaces may use'),
  rule: z.string().describe('the approval rule in words'),
});

/** Where workspaces live: who approves, whether harmless plans apply by themselves, and which executor runs Terraform. @public */
export type Environment = z.infer<typeof environmentSchema>;

/** Checks a {@link Health}. @public */
export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded', 'error']),
  checks: z.record(
    z.string(),
    z.object({
      status: z.enum(['ok', 'degraded', 'error']),
      message: z.string().optional(),
    }),
  ),
});

/** Whether the plugin can work: the worst status of its checks, and each check by name. @public */
export type Health = z.infer<typeof healthSchema>;
