import { Select, TextAreaField, TextField } from '@backstage/ui';
import type { ModuleVariable } from '@planroom/backstage-plugin-terraform-common';
import { SecretInput } from '../SecretInput';
import { choicesOf, inputOf, problemOf, textOf } from './variableForm';

/** The input of one variable: what its type asks for. */
export const VariableField = (props: {
  variable: ModuleVariable;
  inForce: unknown;
  edit: string | { $secretRef: string } | undefined;
  onEdit: (edit: string | { $secretRef: string } | undefined) => void;
}) => {
  const { variable, inForce, edit, onEdit } = props;
  const input = inputOf(variable);
  const common = {
    label: variable.name,
    description: variable.description?.trim(),
    secondaryLabel: variable.required ? 'required' : variable.type,
    // Descriptions of objects have a line for each attribute.
    style: { whiteSpace: 'pre-line' as const },
  };
  if (input === 'secret') {
    return (
      <SecretInput
        {...common}
        secondaryLabel="sensitive"
        kept={inForce !== undefined}
        sealed={typeof edit === 'object'}
        onSealed={ref => onEdit({ $secretRef: ref })}
        onCleared={() => onEdit(undefined)}
      />
    );
  }
  const text = typeof edit === 'string' ? edit : textOf(variable, inForce);
  const problem = problemOf(variable, text);
  if (input === 'choice' || input === 'bool') {
    const choices = input === 'bool' ? ['true', 'false'] : choicesOf(variable);
    return (
      <Select
        {...common}
        options={choices.map(value => ({ value, label: value }))}
        selectedKey={text || null}
        onSelectionChange={key => onEdit(String(key))}
      />
    );
  }
  const typed = {
    ...common,
    validationBehavior: 'aria' as const,
    // Nobody is told off for what they have not come to yet.
    validate: () => (edit === undefined ? undefined : problem),
    value: text,
    onChange: onEdit,
  };
  return input === 'json' ? (
    <TextAreaField {...typed} rows={6} />
  ) : (
    <TextField {...typed} />
  );
};
