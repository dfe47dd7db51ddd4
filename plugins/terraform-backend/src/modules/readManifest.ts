import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ModuleManifest } from './types';

const exampleSchema = z.strictObject({
  title: z.string().min(1),
  description: z.string().optional(),
  variables: z.record(z.string(), z.unknown()),
});

const manifestSchema = z.strictObject({
  title: z.string().min(1),
  description: z.string().min(1),
  category: z.string().min(1),
  cloud: z.enum(['aws', 'azure', 'gcp', 'none']),
  owner: z
    .string()
    .regex(
      /^(group|user):[a-zA-Z0-9-]+\/[a-zA-Z0-9-_.]+$/,
      'must be an entity reference such as group:default/platform',
    ),
  lifecycle: z.string().min(1),
  version: z
    .string()
    .regex(
      /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/,
      'must be a version such as 1.0.0',
    ),
  permissionSet: z.string().min(1).optional(),
  examples: z.array(exampleSchema).optional(),
});

/** Reads a `module.yaml`; a mistake is one sentence that names file and key. */
export async function readManifest(path: string): Promise<ModuleManifest> {
  const text = await readFile(path, 'utf8');

  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new Error(`${path} is not valid YAML: ${firstLine(error)}`);
  }
  if (
    typeof content !== 'object' ||
    content === null ||
    Array.isArray(content)
  ) {
    throw new Error(`${path} must be a mapping with title, owner and so on`);
  }

  const result = manifestSchema.safeParse(content, { reportInput: true });
  if (!result.success) {
    throw new Error(`${path}: ${describeIssue(result.error.issues[0])}`);
  }
  return result.data;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const where = issue.path.length > 0 ? ` in ${keyOf(issue.path)}` : '';
    return `unknown key ${issue.keys.join(', ')}${where}`;
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return `${keyOf(issue.path)} is missing`;
  }
  const message = issue.message.startsWith('must')
    ? issue.message
    : `is not right: ${issue.message}`;
  return `${keyOf(issue.path)} ${message}`;
}

function keyOf(path: PropertyKey[]): string {
  return path.map(String).join('.');
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0];
}
