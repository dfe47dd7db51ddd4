import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { TerraformSecretField } from './TerraformSecretField';

/** `ui:field: TerraformSecret`: the task gets `{ "$secretRef": ref }`, never the value. */
export const terraformSecretField = createFormField({
  name: 'TerraformSecret',
  component: TerraformSecretField,
  schema: makeFieldSchema({
    output: z => z.object({ $secretRef: z.string() }),
  }),
});
