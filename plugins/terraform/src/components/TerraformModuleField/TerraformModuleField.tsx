import { Flex, Select, Text } from '@backstage/ui';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type {
  Module,
  Variables,
} from '@planroom/backstage-plugin-terraform-common';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { DataState } from '../DataState';
import { cloudName } from '../../cloudName';
import { VariableField } from '../RunDialogs/VariableField';
import {
  changedVariables,
  type VariableEdits,
} from '../RunDialogs/variableForm';

export interface ModuleTarget {
  module: string;
  variables?: Variables;
}

/** Asks for a module and then for its variables, with the inputs of their types. */
export const TerraformModuleField = (
  props: FieldExtensionComponentProps<ModuleTarget>,
) => {
  const { schema, uiSchema, formData, rawErrors, onChange } = props;
  const query = useTerraformQuery(
    (api, signal) => api.listModules({ signal }),
    [],
  );
  const modules = query.value ?? [];
  const module = modules.find(({ name }) => name === formData?.module);
  return (
    <DataState
      query={query}
      ready={query.value !== undefined}
      what="The list of modules"
    >
      <Flex direction="column" gap="4" bg="neutral" p="4">
        <Select
          label={uiSchema['ui:title'] ?? schema.title ?? 'Module'}
          description={schema.description}
          isRequired
          searchable
          searchPlaceholder="Search modules"
          options={modules.map(({ name, title, cloud }) => ({
            value: name,
            label: `${title} (${
              cloud === 'none' ? name : `${cloudName(cloud)}, ${name}`
            })`,
          }))}
          selectedKey={formData?.module ?? null}
          onSelectionChange={key =>
            onChange({ module: String(key), variables: {} })
          }
        />
        {module && (
          <ModuleVariables
            key={module.name}
            module={module}
            given={formData?.variables ?? {}}
            onChange={variables => onChange({ module: module.name, variables })}
          />
        )}
        {rawErrors?.map(error => (
          <Text key={error} as="p" color="danger">
            {error}
          </Text>
        ))}
      </Flex>
    </DataState>
  );
};

function ModuleVariables(props: {
  module: Module;
  given: Variables;
  onChange: (variables: Variables) => void;
}) {
  const { module, onChange } = props;
  // What was there when the form was opened, or opened again after a look at its next page.
  const [before] = useState(props.given);
  const [edits, setEdits] = useState<VariableEdits>({});

  const edit = (name: string, value: VariableEdits[string] | undefined) => {
    const { [name]: _before, ...others } = edits;
    const next = value === undefined ? others : { ...others, [name]: value };
    setEdits(next);
    onChange({
      ...before,
      ...changedVariables(module.variables, before, next),
    });
  };
  return (
    <>
      <Text as="p" color="secondary">
        {module.description}
      </Text>
      {module.variables.map(variable => (
        <VariableField
          key={variable.name}
          variable={variable}
          inForce={before[variable.name]}
          edit={edits[variable.name]}
          onEdit={value => edit(variable.name, value)}
        />
      ))}
    </>
  );
}
