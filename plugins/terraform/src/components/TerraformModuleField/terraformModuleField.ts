import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { terraformApiRef } from '@planroom/backstage-plugin-terraform-react';
import { missingVariables } from './missingVariables';
import { TerraformModuleField } from './TerraformModuleField';

/** `ui:field: TerraformModule`: any module of the catalogue with its variables, `{ module, variables }`; of secrets only references. */
export const terraformModuleField = createFormField({
  name: 'TerraformModule',
  component: TerraformModuleField,
  schema: makeFieldSchema({
    output: z =>
      z.object({
        module: z.string(),
        variables: z.record(z.unknown()).optional(),
      }),
  }),
  validation: async (target, problems, { apiHolder }) => {
    const api = apiHolder.get(terraformApiRef);
    if (!target?.module || !api) {
      problems.addError('Choose a module.');
      return;
    }
    const module = await api.getModule(target.module);
    for (const name of missingVariables(module, target.variables ?? {})) {
      problems.addError(`${name} needs a value.`);
    }
  },
});
