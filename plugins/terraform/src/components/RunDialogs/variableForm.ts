import type {
  ModuleVariable,
  Variables,
} from '@planroom/backstage-plugin-terraform-common';

/** How a variable is typed in. */
export type VariableInput =
  | 'secret'
  | 'choice'
  | 'text'
  | 'number'
  | 'bool'
  | 'json';

/** What somebody typed: text, or the reference of a sealed secret; untouched variables have no entry. */
export type VariableEdits = Record<string, string | { $secretRef: string }>;

/** The values that the variable's own schema allows, when it names them. */
export function choicesOf(variable: ModuleVariable): string[] {
  const choices = variable.schema.enum;
  return Array.isArray(choices)
    ? choices.filter(choice => typeof choice === 'string')
    : [];
}

export function inputOf(variable: ModuleVariable): VariableInput {
  if (variable.sensitive) return 'secret';
  switch (variable.type.trim()) {
    case 'string':
      return choicesOf(variable).length > 0 ? 'choice' : 'text';
    case 'number':
      return 'number';
    case 'bool':
      return 'bool';
    default:
      return 'json';
  }
}

/** A value in force, or the default, as it stands in its input. */
export function textOf(variable: ModuleVariable, value: unknown): string {
  const shown = value === undefined ? variable.default : value;
  if (shown === undefined || shown === null) return '';
  if (inputOf(variable) === 'json') return JSON.stringify(shown, null, 2);
  return String(shown);
}

/** What is wrong with a typed text; undefined when nothing is. Terraform checks the module's own rules when it plans. */
export function problemOf(
  variable: ModuleVariable,
  text: string,
): string | undefined {
  if (text.trim() === '') {
    return variable.required ? 'A value is needed.' : undefined;
  }
  if (inputOf(variable) === 'number' && !Number.isFinite(Number(text))) {
    return 'This must be a number.';
  }
  if (inputOf(variable) === 'json') {
    try {
      JSON.parse(text);
    } catch (error) {
      return `This is not valid JSON: ${
        error instanceof Error ? error.message : error
      }`;
    }
  }
  return undefined;
}

/** The value of a typed text. An emptied input asks for no value where the module allows that, else for its default. */
function valueOf(variable: ModuleVariable, text: string): unknown {
  if (text.trim() === '') return variable.nullable ? null : variable.default;
  switch (inputOf(variable)) {
    case 'number':
      return Number(text);
    case 'bool':
      return text === 'true';
    case 'json':
      return JSON.parse(text);
    default:
      return text;
  }
}

/** What differs from what is in force and can be sent; everything else stays as it is. */
export function changedVariables(
  variables: ModuleVariable[],
  inForce: Variables,
  edits: VariableEdits,
): Variables {
  const changed: Variables = {};
  for (const variable of variables) {
    const edit = edits[variable.name];
    if (edit === undefined) continue;
    if (typeof edit !== 'string') {
      changed[variable.name] = edit;
    } else if (
      edit !== textOf(variable, inForce[variable.name]) &&
      problemOf(variable, edit) === undefined
    ) {
      changed[variable.name] = valueOf(variable, edit);
    }
  }
  return changed;
}
