import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  PasswordField,
  Radio,
  RadioGroup,
  Text,
  TextField,
} from '@backstage/ui';
import {
  credentialKindSchema,
  type Account,
} from '@planroom/backstage-plugin-terraform-common';
import { terraformApiRef } from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useSubmit } from '../../hooks/useSubmit';
import { FormDialog } from '../FormDialog';
import { CREDENTIAL_FORMS, type CredentialField } from './credentials';

/**
 * Takes the values of a credential and gives them away: they are sealed by the backend, and forgotten here the moment they are sent, also
 * when they are refused.
 */
export const CredentialDialog = (props: {
  account: Account;
  onClose: () => void;
  onSaved: () => void;
}) => {
  const { account, onClose, onSaved } = props;
  const api = useApi(terraformApiRef);
  const toastApi = useApi(toastApiRef);
  const forms = CREDENTIAL_FORMS.filter(({ cloud }) => cloud === account.cloud);
  const [kind, setKind] = useState(account.credential?.kind ?? forms[0].kind);
  const [values, setValues] = useState<Record<string, string>>({});
  const { submit, pending, error } = useSubmit();
  const form = forms.find(each => each.kind === kind) ?? forms[0];
  const given = Object.fromEntries(
    form.fields
      .map(({ name }) => [name, values[name]?.trim()])
      .filter(([, value]) => value),
  );

  const save = () => {
    setValues({});
    submit(async () => {
      await api.setAccountCredential(account.name, {
        kind: form.kind,
        values: given,
      });
      toastApi.post({
        title: `The credential of ${account.name} is sealed`,
        status: 'success',
        timeout: 5_000,
      });
      onSaved();
      onClose();
    });
  };

  return (
    <FormDialog
      title={`${account.credential ? 'Replace' : 'Set'} the credential of ${
        account.name
      }`}
      submitLabel="Seal credential"
      errorTitle="The credential was not set; give its values again"
      canSubmit={form.fields.every(
        ({ name, optional }) => optional || given[name],
      )}
      pending={pending}
      error={error}
      onSubmit={save}
      onClose={onClose}
    >
      {forms.length > 1 && (
        <RadioGroup
          label="Kind"
          value={form.kind}
          onChange={value => {
            setKind(credentialKindSchema.parse(value));
            setValues({});
          }}
        >
          {forms.map(each => (
            <Radio key={each.kind} value={each.kind}>
              {each.title}
            </Radio>
          ))}
        </RadioGroup>
      )}
      <Text as="p" color="secondary">
        {form.text}
      </Text>
      {form.fields.map(field => (
        <Field
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          onChange={value =>
            setValues(before => ({ ...before, [field.name]: value }))
          }
        />
      ))}
    </FormDialog>
  );
};

function Field(props: {
  field: CredentialField;
  value: string;
  onChange: (value: string) => void;
}) {
  const { field, value, onChange } = props;
  const common = {
    label: field.label,
    description: field.description,
    isRequired: !field.optional,
    validationBehavior: 'aria' as const,
    value,
    onChange,
  };
  return field.secret ? (
    <PasswordField {...common} autoComplete="new-password" />
  ) : (
    <TextField {...common} autoComplete="off" />
  );
}
