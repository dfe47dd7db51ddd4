import { z } from 'zod';
import { entityRef, time } from './common';

/** Checks an {@link ApprovalRequest}; unknown members are refused. @public */
export const approvalRequestSchema = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  comment: z.string().max(4000).optional(),
  digest: z.string().min(1),
});

/** Body of `POST /runs/:id/approvals`; `digest` is that of the plan which the caller has read. @public */
export type ApprovalRequest = z.infer<typeof approvalRequestSchema>;

/** Checks an {@link Approval}. @public */
export const approvalSchema = z.object({
  id: z.string(),
  decision: z.enum(['approve', 'reject']),
  by: entityRef,
  at: time,
  comment: z.string().optional(),
  digest: z.string(),
});

/** A decision of one person on a plan; it covers exactly the plan with its digest (`sha256:` and hex). @public */
export type Approval = z.infer<typeof approvalSchema>;
