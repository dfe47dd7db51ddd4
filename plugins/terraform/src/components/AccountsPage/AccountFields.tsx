import {
  Checkbox,
  CheckboxGroup,
  Flex,
  Select,
  Text,
  TextField,
} from '@backstage/ui';
import {
  ACCOUNT_IDS,
  type CloudName,
} from '@planroom/backstage-plugin-terraform-common';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import {
  ACCOUNT_ID_LABELS,
  asSentence,
  type AccountDraft,
  type AccountField,
  type AccountProblems,
} from './accountForm';
import { useOwnerGroups } from './useOwnerGroups';

const OWNER_PROBLEM_ID = 'account-owner-problem';

type TextFieldName = Exclude<AccountField, 'cloud' | 'environments'>;

/** What is asked about an account of a cloud; what never changes is not asked again. */
export const AccountFields = (props: {
  draft: AccountDraft;
  cloud: CloudName;
  isNew: boolean;
  /** Only those that shall be shown. */
  problems: AccountProblems;
  onChange: (changes: Partial<AccountDraft>) => void;
}) => {
  const { draft, cloud, isNew, problems, onChange } = props;
  const text = (field: TextFieldName) => ({
    value: draft[field],
    onChange: (value: string) => onChange({ [field]: value }),
    validationBehavior: 'aria' as const,
    validate: () => problems[field],
    autoComplete: 'off',
  });
  return (
    <>
      {isNew && (
        <>
          <TextField
            label="Name"
            description="Forms and plans call it so; it cannot be changed later. For example payments-production."
            isRequired
            {...text('name')}
          />
          <TextField
            label={ACCOUNT_ID_LABELS[cloud]}
            description={asSentence(ACCOUNT_IDS[cloud].form)}
            isRequired
            {...text('accountId')}
          />
        </>
      )}
      <TextField
        label="Title"
        description="What people call it."
        maxLength={200}
        {...text('title')}
      />
      <Environments
        chosen={draft.environments}
        problem={problems.environments}
        onChange={environments => onChange({ environments })}
      />
      <TextField
        label="Regions"
        description="Where resources may be, separated by commas; everywhere when empty."
        {...text('regions')}
      />
      <Owner
        chosen={draft.owner}
        problem={problems.owner}
        onChange={owner => onChange({ owner })}
      />
      {cloud === 'aws' && (
        <>
          <TextField
            label="Role for plans"
            description="Its ARN; it may only read."
            {...text('planRoleArn')}
          />
          <TextField
            label="Role for applies"
            description="Its ARN; each apply is narrowed to what its plan needs."
            {...text('applyRoleArn')}
          />
          <TextField
            label="External id"
            description="The roles let nobody in who lacks it. Leave it empty only if they ask for none."
            {...text('externalId')}
          />
          <TextField
            label="Permissions boundary"
            description="ARN of a policy that every role must carry that an apply makes."
            {...text('permissionsBoundaryArn')}
          />
        </>
      )}
    </>
  );
};

function Environments(props: {
  chosen: string[];
  problem?: string;
  onChange: (chosen: string[]) => void;
}) {
  const { chosen, problem, onChange } = props;
  const query = useTerraformQuery(
    (api, signal) => api.listEnvironments({ signal }),
    [],
  );
  const names = new Set([
    ...(query.value ?? []).map(({ name }) => name),
    ...chosen,
  ]);
  return (
    <CheckboxGroup
      label="Environments"
      description="Those whose workspaces may use it."
      isRequired
      orientation="horizontal"
      validationBehavior="aria"
      validate={() => problem}
      value={chosen}
      onChange={onChange}
    >
      {[...names].map(name => (
        <Checkbox key={name} value={name}>
          {name}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}

function Owner(props: {
  chosen: string;
  problem?: string;
  onChange: (chosen: string) => void;
}) {
  const { chosen, problem, onChange } = props;
  const groups = useOwnerGroups();
  const known = !chosen || groups.some(({ value }) => value === chosen);
  return (
    <Flex direction="column" gap="1">
      <Select
        label="Owner"
        description="The group that answers for it."
        isRequired
        searchable
        options={known ? groups : [{ value: chosen, label: chosen }, ...groups]}
        // The component validates what is chosen, and here nothing is.
        isInvalid={problem !== undefined}
        aria-describedby={problem && OWNER_PROBLEM_ID}
        selectedKey={chosen || null}
        onSelectionChange={key => onChange(key ? `${key}` : '')}
      />
      {problem && (
        <Text id={OWNER_PROBLEM_ID} color="danger" variant="body-small">
          {problem}
        </Text>
      )}
    </Flex>
  );
}
