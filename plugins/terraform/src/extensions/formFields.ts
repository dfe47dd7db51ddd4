import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

// It attaches to the scaffolder's own input, so that templates can use `ui:field: TerraformSecret` wherever this plugin is installed.
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
];
