import { randomBytes } from 'node:crypto';
import { InputError } from '@backstage/errors';
import {
  inlineSecretSchema,
  secretRefSchema,
  Variables,
} from '@planroom/backstage-plugin-terraform-common';
import { checkVariables, TerraformModule } from '../modules';
import { SealedVariables } from './types';

/** What stands in place of a value that nobody may see. */
export const SENSITIVE_PLACEHOLDER = { $sensitive: true };

/** @throws InputError naming each variable that is unknown, missing or of the wrong type */
export function assertVariables(
  module: TerraformModule,
  variables: Variables,
): void {
  const problems = checkVariables(module, variables);
  if (problems.length > 0) throw new InputError(problems.join(' '));
}

/** The values in force that the module still knows; another version may have dropped some. */
export function declaredValues(
  module: Pick<TerraformModule, 'variables'>,
  current: SealedVariables | undefined,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(current?.values ?? {}).filter(([name]) =>
      module.variables.some(variable => variable.name === name),
    ),
  );
}

/**
 * What a request gives, with secrets taken out of their references.
 *
 * @param takeSecret - gives the value of a `$secretRef`
 */
export async function resolveGiven(
  given: Variables,
  takeSecret: (ref: string, variable: string) => Promise<string>,
): Promise<SealedVariables> {
  const values: Record<string, unknown> = {};
  const sensitive: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const reference = secretRefSchema.safeParse(value);
    const inline = inlineSecretSchema.safeParse(value);
    if (reference.success) {
      values[name] = await takeSecret(reference.data.$secretRef, name);
    } else {
      values[name] = inline.success ? inline.data.$secret : value;
    }
    if (reference.success || inline.success) sensitive.push(name);
  }
  return {
    values,
    sensitive,
    given: Object.keys(values),
    hmacKey: randomBytes(32).toString('hex'),
  };
}

/** Puts what was asked for over the values in force. Repeated when those have changed, it asks for the same again. */
export function putOver(
  module: Pick<TerraformModule, 'variables'>,
  inForce: SealedVariables | undefined,
  asked: SealedVariables,
): SealedVariables {
  const given = asked.given.filter(name =>
    module.variables.some(variable => variable.name === name),
  );
  const values = {
    ...declaredValues(module, inForce),
    ...Object.fromEntries(given.map(name => [name, asked.values[name]])),
  };
  const isSensitive = (name: string) =>
    (given.includes(name) ? asked : inForce)?.sensitive.includes(name) ||
    module.variables.some(v => v.name === name && v.sensitive);
  return {
    values,
    sensitive: Object.keys(values).filter(isSensitive).sort(),
    given,
    hmacKey: asked.hmacKey,
  };
}

/** The values that people may see. */
export function maskVariables(
  variables: SealedVariables,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(variables.values).map(([name, value]) => [
      name,
      variables.sensitive.includes(name) ? SENSITIVE_PLACEHOLDER : value,
    ]),
  );
}

/** The given variables without secrets, for comparing requests. */
export function withoutSecrets(variables: Variables | undefined): Variables {
  return Object.fromEntries(
    Object.entries(variables ?? {}).map(([name, value]) => [
      name,
      inlineSecretSchema.safeParse(value).success
        ? SENSITIVE_PLACEHOLDER
        : value,
    ]),
  );
}

/** Every text within the sensitive values, to be kept out of logs and plans. */
export function secretTexts(variables: SealedVariables): string[] {
  return variables.sensitive.flatMap(name => texts(variables.values[name]));
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (value !== null && typeof value === 'object') {
    return Object.values(value).flatMap(texts);
  }
  return [];
}
