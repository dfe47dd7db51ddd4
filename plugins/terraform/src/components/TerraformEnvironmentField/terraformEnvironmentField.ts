import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { terraformApiRef } from '@planroom/backstage-plugin-terraform-react';
import { environmentProblem } from './environmentWords';
import { TerraformEnvironmentField } from './TerraformEnvironmentField';

/** `ui:field: TerraformEnvironment`: the name of one of the environments that the installation has. */
export const terraformEnvironmentField = createFormField({
  name: 'TerraformEnvironment',
  component: TerraformEnvironmentField,
  schema: makeFieldSchema({ output: z => z.string() }),
  validation: async (chosen, problems, { apiHolder }) => {
    const environments = await apiHolder
      .get(terraformApiRef)
      ?.listEnvironments();
    const problem = environments && environmentProblem(environments, chosen);
    if (problem) problems.addError(problem);
  },
});
