import { inSourceOrder, isTrue, refuseDuplicate, textOf } from './blocks';
import { conditionLimits } from './conditionLimits';
import { unescapeLiterals } from './literals';
import { parseTypeConstraint } from './parseTypeConstraint';
import {
  nestedBlocks,
  type Block,
  type BlockBody,
  type TerraformFile,
} from './TerraformFile';
import { toJsonSchema, withDefault } from './toJsonSchema';
import type { JsonSchema, ModuleVariable } from './types';

export async function readVariables(
  files: TerraformFile[],
): Promise<ModuleVariable[]> {
  const variables: ModuleVariable[] = [];
  const seen = new Map<string, string>();
  for (const file of files) {
    for (const block of inSourceOrder(file, 'variable')) {
      refuseDuplicate(seen, 'variable', block, file);
      variables.push(await toVariable(block, file));
    }
  }
  return variables;
}

async function toVariable(
  { labels: [name], body }: Block,
  file: TerraformFile,
): Promise<ModuleVariable> {
  const type = body.type === undefined ? 'any' : expressionText(body.type);
  const constraint = await parseTypeConstraint(type).catch(error => {
    throw new Error(`${file.path}: variable ${name}: ${error.message}`);
  });
  const required = !Object.hasOwn(body, 'default');
  const sensitive = isTrue(body.sensitive);
  const ephemeral = isTrue(body.ephemeral);
  const description = textOf(body.description);
  const validations = [...nestedBlocks(body, 'validation', 0)].map(
    validation => ({
      condition: expressionText(validation.body.condition),
      errorMessage: textOf(validation.body.error_message) ?? '',
    }),
  );
  // A default is a literal; in JSON it is taken as it stands.
  const defaultValue = file.isJson
    ? body.default
    : unescapeLiterals(body.default);

  return {
    name,
    type,
    constraint,
    ...(description !== undefined && { description }),
    ...(!required && { default: defaultValue }),
    required,
    sensitive,
    ephemeral,
    nullable: body.nullable === undefined || isTrue(body.nullable),
    validations,
    schema: withDefault(
      {
        ...(await limitedSchema(name, toJsonSchema(constraint), validations)),
        ...(description !== undefined && { description }),
        ...((sensitive || ephemeral) && { writeOnly: true }),
      },
      defaultValue,
    ),
  };
}

async function limitedSchema(
  name: string,
  schema: JsonSchema,
  validations: ModuleVariable['validations'],
): Promise<JsonSchema> {
  let limited = schema;
  for (const { condition } of validations) {
    limited = {
      ...limited,
      ...(await conditionLimits(name, schema, condition)),
    };
  }
  return limited;
}

/** The parser wraps expressions as `${...}`; a bare string is an old-style type. */
function expressionText(value: BlockBody[string]): string {
  if (typeof value !== 'string') {
    return JSON.stringify(value) ?? '';
  }
  const wrapped = /^\$\{(.*)\}$/s.exec(value);
  return (wrapped ? wrapped[1] : value).trim();
}
