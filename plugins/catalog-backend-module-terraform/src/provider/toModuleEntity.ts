import type { Entity } from '@backstage/catalog-model';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  ANNOTATION_MODULE,
  ENTITY_TYPE_MODULE,
  type Module,
  type ModuleVariable,
} from '@planroom/backstage-plugin-terraform-common';
import { locationAnnotations } from './locationAnnotations';

/** A module as a Component; its inputs and outputs are in the spec, for people and for search. */
export function toModuleEntity(module: Module): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: module.name,
      title: module.title,
      description: module.description,
      tags: toTags(module),
      annotations: {
        ...locationAnnotations(`modules/${module.name}`),
        [ANNOTATION_MODULE]: module.name,
      },
    },
    spec: {
      type: ENTITY_TYPE_MODULE,
      lifecycle: module.lifecycle,
      owner: module.owner,
      inputs: module.variables.map(toInput),
      outputs: module.outputs.map(({ name, description }) =>
        withoutUndefined({ name, description }),
      ),
    },
  };
}

function toInput(variable: ModuleVariable): JsonObject {
  const { name, type, description, required, sensitive } = variable;
  const input = withoutUndefined({
    name,
    type,
    description,
    required,
    sensitive,
  });
  if (variable.default !== undefined && !sensitive && !variable.ephemeral) {
    // Read by the terraform backend from JSON.
    input.default = variable.default as JsonValue;
  }
  return input;
}

/** The catalog refuses an entity with a tag in another form. */
function toTags({ category, cloud }: Module): string[] {
  const tags = [category, cloud === 'none' ? '' : cloud].map(text =>
    text
      .toLocaleLowerCase('en-US')
      .split(/[^a-z0-9+#]+/)
      .filter(part => part)
      .join('-')
      .slice(0, 63)
      .replace(/-$/, ''),
  );
  return [...new Set(tags)].filter(tag => tag);
}

function withoutUndefined(
  object: Record<string, JsonValue | undefined>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([_, value]) => value !== undefined),
  );
}
