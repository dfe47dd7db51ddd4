import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

// They attach to the scaffolder's own input, so that templates can use `ui:field: TerraformSecret` wherever this plugin is installed.
export const formFields = [
  FormFieldBlueprint.make({
    name: 'terraform-secret',
    params: {
      field: () =>
        import('../components/TerraformSecretField').then(
          m => m.terraformSecretField,
        ),
    },
  }),
  FormFieldBlueprint.make({
    name: 'terraform-module',
    params: {
      field: () =>
        import('../components/TerraformModuleField').then(
          m => m.terraformModuleField,
        ),
    },
  }),
  FormFieldBlueprint.make({
    name: 'terraform-environment',
    params: {
      field: () =>
        import('../components/TerraformEnvironmentField').then(
          m => m.terraformEnvironmentField,
        ),
    },
  }),
];
