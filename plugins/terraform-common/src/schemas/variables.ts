import { z } from 'zod';

/** Checks a sensitive value that was sealed before: `{"$secretRef": ref}`, usable once and only by who gave it. @public */
export const secretRefSchema = z
  .strictObject({ $secretRef: z.string().min(1) })
  .describe('a value given before by POST /secrets');

/** Checks a sensitive value given in place: `{"$secret": value}`, for scripts. @public */
export const inlineSecretSchema = z
  .strictObject({ $secret: z.string() })
  .describe('a value that is sealed on arrival');

/** Checks {@link Variables}: the names only; values are checked against the module. @public */
export const variablesSchema = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]*$/), z.unknown())
  .describe(
    'Terraform variables by name; a sensitive one is {"$secretRef": ref} or {"$secret": value}',
  );

/** Values of Terraform variables by name; a sensitive one is `{"$secretRef": ref}` or `{"$secret": value}`. @public */
export type Variables = z.infer<typeof variablesSchema>;
