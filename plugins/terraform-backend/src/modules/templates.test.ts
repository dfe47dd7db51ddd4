import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { checkVariables } from './checkVariables';
import { readModule } from './readModule';
import type { JsonSchema, ModuleVariable } from './types';

const ROOT = resolve(__dirname, '../../../..');

interface Template {
  metadata: { annotations: Record<string, string> };
  spec: {
    parameters: Array<{
      required?: string[];
      properties: Record<string, JsonSchema & { 'ui:field'?: string }>;
    }>;
    steps: Array<{
      action: string;
      input: { module: string; variables: Record<string, unknown> };
    }>;
  };
}

/** What a form's field must have in common with the variable. */
function fieldOf({ schema, sensitive }: ModuleVariable): object {
  if (sensitive) {
    return { type: 'object', 'ui:field': 'TerraformSecret' };
  }
  const { type, enum: choices, minimum, maximum } = schema;
  return {
    type,
    ...(choices && { enum: choices }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  };
}

describe('the forms of the modules', () => {
  it.each([
    ['sandbox-service', 'sandbox'],
    ['aws-s3-bucket', 'aws-s3-bucket'],
  ])('%s asks for what module %s takes', async (name, moduleName) => {
    const module = await readModule(`${ROOT}/terraform/modules/${moduleName}`);
    const { metadata, spec }: Template = parse(
      readFileSync(`${ROOT}/templates/${name}/template.yaml`, 'utf8'),
    );
    const [{ action, input }] = spec.steps;
    const properties: Template['spec']['parameters'][number]['properties'] =
      Object.assign({}, ...spec.parameters.map(page => page.properties));
    const required = spec.parameters.flatMap(page => page.required ?? []);

    expect(action).toBe('terraform:run:create');
    expect(input.module).toBe(moduleName);
    expect(metadata.annotations).toEqual({
      'terraform.planroom.io/module': moduleName,
    });
    expect(Object.keys(input.variables).sort()).toEqual(
      module.variables.map(variable => variable.name).sort(),
    );

    expect(properties).toMatchObject(
      Object.fromEntries(
        module.variables.map(variable => [variable.name, fieldOf(variable)]),
      ),
    );
    expect(required).toEqual(
      expect.arrayContaining(
        module.variables.filter(each => each.required).map(each => each.name),
      ),
    );
    const defaults = module.variables
      .map(variable => [variable.name, properties[variable.name].default])
      .filter(([, value]) => value !== undefined);
    const optional = module.variables.filter(each => !each.required);
    expect(
      checkVariables(
        { name: moduleName, variables: optional },
        Object.fromEntries(defaults),
      ),
    ).toEqual([]);
  });
});
