import { InputError } from '@backstage/errors';
import { ErrorRequestHandler, Request } from 'express';
import { z } from 'zod';

/** @throws InputError naming each member that is wrong */
export function parseBody<T extends z.ZodType>(
  schema: T,
  req: Request,
): z.infer<T> {
  return parse(schema, req.body ?? {}, 'The request');
}

/** @throws InputError naming each parameter that is wrong */
export function parseQuery<T extends z.ZodType>(
  schema: T,
  req: Request,
): z.infer<T> {
  return parse(schema, req.query, 'The query');
}

/** The error of a body that is no JSON quotes from it, and it may hold a secret. */
export const withoutQuotedBody: ErrorRequestHandler = (
  error,
  _req,
  _res,
  next,
) => {
  next(
    error.type === 'entity.parse.failed'
      ? new InputError('The request is not valid JSON')
      : error,
  );
};

/** @throws InputError when the number in the path is not one */
export function parseNumber(text: string, what: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new InputError(`${what} must be a whole number, not ${text}`);
  }
  return Number(text);
}

/** The value of the header `Idempotency-Key`. */
export function idempotencyKey(req: Request): string | undefined {
  const key = req.get('idempotency-key');
  if (key !== undefined && (key.length === 0 || key.length > 255)) {
    throw new InputError('Idempotency-Key must have 1 to 255 characters');
  }
  return key;
}

function parse<T extends z.ZodType>(
  schema: T,
  value: unknown,
  what: string,
): z.infer<T> {
  // PostgreSQL has no place for this character.
  if (containsNul(value)) {
    throw new InputError(`${what} is not valid. Texts must not contain NUL`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(issue => {
    const path = issue.path.join('.');
    return path ? `${path}: ${issue.message}` : issue.message;
  });
  throw new InputError(`${what} is not valid. ${problems.join('. ')}`);
}

function containsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).flat().some(containsNul);
}
