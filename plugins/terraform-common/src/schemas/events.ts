import { z } from 'zod';
import { phaseNameSchema, time } from './common';
import { runStatusSchema } from './runs';

/** Checks a {@link LogLine}. @public */
export const logLineSchema = z.object({
  at: time,
  level: z.enum(['debug', 'info', 'warn', 'error']),
  text: z.string(),
  type: z.string().optional(),
});

/** One line of a phase's output, redacted; `type` is that of Terraform's machine-readable message. @public */
export type LogLine = z.infer<typeof logLineSchema>;

/** Checks a {@link LogPage}. @public */
export const logPageSchema = z.object({
  lines: z.array(logLineSchema),
  nextOffset: z.number(),
  complete: z.boolean(),
  removedAt: time.optional().describe('when retention removed the log'),
});

/** Log lines of a phase and the offset behind them; `complete` when there was none left and the phase is not running. @public */
export type LogPage = z.infer<typeof logPageSchema>;

/** One entry of a run's server-sent stream; `id` is its place in the run's single sequence. @public */
export const runEventSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('status'),
    id: z.number(),
    data: z.object({
      status: runStatusSchema,
      at: time,
      by: z.string().optional(),
      reason: z.string().optional(),
    }),
  }),
  z.object({
    event: z.literal('progress'),
    id: z.number(),
    data: z.object({
      phase: phaseNameSchema,
      address: z.string(),
      action: z.string(),
      state: z.enum(['waiting', 'running', 'done', 'failed']),
      elapsed: z.number().optional(),
    }),
  }),
  z.object({
    event: z.literal('log'),
    id: z.number(),
    data: z.object({
      phase: phaseNameSchema,
      offset: z.number(),
      lines: z.array(logLineSchema),
    }),
  }),
]);

/** One entry of a run's server-sent stream; `id` is its place in the run's single sequence, `elapsed` is in seconds. @public */
export type RunEvent = z.infer<typeof runEventSchema>;
