import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { SecretInput } from '../SecretInput';

/** A password input of a template's form that keeps only the reference of the sealed value in the form's data. */
export const TerraformSecretField = (
  props: FieldExtensionComponentProps<{ $secretRef: string }>,
) => {
  const { schema, uiSchema, name, formData, required, disabled, onChange } =
    props;
  return (
    <SecretInput
      label={uiSchema['ui:title'] ?? schema.title ?? name}
      description={uiSchema['ui:description'] ?? schema.description}
      isRequired={required}
      isDisabled={disabled}
      sealed={Boolean(formData?.$secretRef)}
      onSealed={ref => onChange({ $secretRef: ref })}
      onCleared={() => onChange(undefined)}
    />
  );
};
