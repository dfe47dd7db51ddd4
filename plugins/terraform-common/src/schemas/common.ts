import { z } from 'zod';

export const time = z.string().describe('ISO 8601, UTC');

export const entityRef = z
  .string()
  .describe('entity reference such as group:default/team-a');

/** Checks a {@link PhaseName}. @public */
export const phaseNameSchema = z.enum(['plan', 'apply']);

/** The two phases in which a run executes Terraform. @public */
export type PhaseName = z.infer<typeof phaseNameSchema>;

/** Checks a {@link ListQuery} as it comes in a query string. @public */
export const listQuerySchema = z.object({
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().optional(),
});

/** Which part of a list to read: pages of 1 to 200, 50 by default, from the cursor of the page before. @public */
export type ListQuery = z.infer<typeof listQuerySchema>;

/** A page of a keyset-paged list. @public */
export type Page<T> = { items: T[]; nextCursor?: string };

/** Makes the schema of a {@link Page} of such items. @public */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}
