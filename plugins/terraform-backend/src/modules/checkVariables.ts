import type { ModuleVariable, TerraformModule, TypeConstraint } from './types';

/**
 * What is wrong with the variables given for a module, each as one sentence
 * that names the variable. Conversions that Terraform does are accepted; the
 * conditions of validations are left to Terraform.
 */
export function checkVariables(
  module: Pick<TerraformModule, 'name' | 'variables'>,
  variables: Record<string, unknown>,
): string[] {
  const problems: string[] = [];
  const declared = new Map(
    module.variables.map(variable => [variable.name, variable]),
  );

  for (const [name, value] of Object.entries(variables)) {
    const variable = declared.get(name);
    if (variable) {
      problems.push(...checkVariable(variable, value));
    } else {
      const hint = suggestion(name, [...declared.keys()]);
      problems.push(`Module ${module.name} has no variable ${name}${hint}`);
    }
  }
  for (const { name, constraint, required } of module.variables) {
    if (required && !Object.hasOwn(variables, name)) {
      problems.push(
        `Variable ${name} is required: give ${describe(constraint)}.`,
      );
    }
  }
  return problems;
}

function checkVariable(variable: ModuleVariable, value: unknown): string[] {
  const { name, constraint, nullable, required } = variable;
  if (value === null || value === undefined) {
    // With a default, Terraform takes it in place of a null that is not allowed.
    const way = required ? '' : ', or leave it out to take its default';
    return nullable
      ? []
      : [`Variable ${name} must not be null: give a value${way}.`];
  }
  if (isSecretReference(value)) {
    return constraint.kind === 'string' || constraint.kind === 'any'
      ? []
      : [
          `Variable ${name} takes ${describe(
            constraint,
          )}, and a secret can only stand for a string.`,
        ];
  }
  return checkValue(constraint, value, `Variable ${name}`);
}

/** A value that was sealed: by reference, or given in the request. */
function isSecretReference(value: unknown): boolean {
  if (!isObject(value)) {
    return false;
  }
  const entries = Object.entries(value);
  return (
    entries.length === 1 &&
    ['$secretRef', '$secret'].includes(entries[0][0]) &&
    typeof entries[0][1] === 'string'
  );
}

function checkValue(
  constraint: TypeConstraint,
  value: unknown,
  subject: string,
): string[] {
  if (constraint.kind === 'any' || value === null) {
    return [];
  }
  const mismatch = [
    `${subject} must be ${describe(constraint)}, got ${describeValue(value)}.`,
  ];
  switch (constraint.kind) {
    case 'string':
      return ['string', 'number', 'boolean'].includes(typeof value)
        ? []
        : mismatch;
    case 'number':
      return isNumber(value) ? [] : mismatch;
    case 'bool':
      return typeof value === 'boolean' || value === 'true' || value === 'false'
        ? []
        : mismatch;
    case 'list':
    case 'set':
      return Array.isArray(value)
        ? value.flatMap((element, index) =>
            checkValue(constraint.element, element, `${subject}[${index}]`),
          )
        : mismatch;
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, element]) =>
            checkValue(constraint.element, element, `${subject}.${key}`),
          )
        : mismatch;
    case 'tuple':
      return Array.isArray(value) && value.length === constraint.elements.length
        ? value.flatMap((element, index) =>
            checkValue(
              constraint.elements[index],
              element,
              `${subject}[${index}]`,
            ),
          )
        : mismatch;
    case 'object':
      return isObject(value)
        ? checkAttributes(constraint, value, subject)
        : mismatch;
    default:
      return mismatch;
  }
}

function checkAttributes(
  constraint: Extract<TypeConstraint, { kind: 'object' }>,
  value: Record<string, unknown>,
  subject: string,
): string[] {
  const problems: string[] = [];
  const names = constraint.attributes.map(attribute => attribute.name);

  // Terraform would drop an unknown attribute without a word.
  for (const name of Object.keys(value)) {
    if (!names.includes(name)) {
      const hint = suggestion(name, names);
      problems.push(`${subject} has no attribute ${name}${hint}`);
    }
  }
  for (const { name, type, optional } of constraint.attributes) {
    if (Object.hasOwn(value, name)) {
      problems.push(...checkValue(type, value[name], `${subject}.${name}`));
    } else if (!optional) {
      problems.push(
        `${subject} lacks the attribute ${name}: give ${describe(type)}.`,
      );
    }
  }
  return problems;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'string'
    ? /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(value)
    : typeof value === 'number' && Number.isFinite(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(constraint: TypeConstraint): string {
  switch (constraint.kind) {
    case 'any':
      return 'a value';
    case 'list':
    case 'set':
    case 'map':
      return `a ${constraint.kind} of ${plural(constraint.element)}`;
    case 'tuple':
      return `a list of exactly ${constraint.elements.length} elements`;
    case 'object': {
      const names = constraint.attributes.map(attribute => attribute.name);
      return names.length > 0
        ? `an object with ${names.join(', ')}`
        : 'an object';
    }
    default:
      return `a ${constraint.kind}`;
  }
}

function plural(constraint: TypeConstraint): string {
  switch (constraint.kind) {
    case 'any':
      return 'values';
    case 'list':
    case 'set':
    case 'map':
      return `${constraint.kind}s of ${plural(constraint.element)}`;
    default:
      return `${constraint.kind}s`;
  }
}

/** Says what was given without repeating it: it may be a secret in the wrong place. */
function describeValue(value: unknown): string {
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  if (isSecretReference(value)) {
    return 'a secret';
  }
  return isObject(value) ? 'an object' : `a ${typeof value}`;
}

/** The end of a sentence about an unknown name. */
function suggestion(name: string, known: string[]): string {
  const limit = Math.max(1, Math.floor(name.length / 3));
  const [nearest] = known
    .map(candidate => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return nearest ? `; did you mean ${nearest.candidate}?` : '.';
}

function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substitution = from[row - 1] === to[column - 1] ? 0 : 1;
      current[column] = Math.min(
        previous[column] + 1,
        current[column - 1] + 1,
        previous[column - 1] + substitution,
      );
    }
    previous = current;
  }
  return previous[to.length];
}
