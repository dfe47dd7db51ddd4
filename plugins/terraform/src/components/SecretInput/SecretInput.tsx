import { useApi } from '@backstage/frontend-plugin-api';
import { Button, FieldLabel, Flex, PasswordField, Text } from '@backstage/ui';
import { terraformApiRef } from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { Locked } from '../Locked';

/**
 * Takes a sensitive value and gives it away at once: when the field is left, the value is sealed by the backend and forgotten here.
 * Only the reference of the sealed value leaves this component.
 */
export const SecretInput = (props: {
  label: string;
  description?: string;
  secondaryLabel?: string;
  /** Whether a value is in force already, which stays unless it is replaced. */
  kept?: boolean;
  /** Whether a new value was sealed. */
  sealed: boolean;
  isRequired?: boolean;
  isDisabled?: boolean;
  onSealed: (ref: string) => void;
  onCleared: () => void;
}) => {
  const { label, description, secondaryLabel, sealed } = props;
  const api = useApi(terraformApiRef);
  const [value, setValue] = useState('');
  const [replacing, setReplacing] = useState(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();

  const seal = async () => {
    if (value === '' || pending) return;
    setPending(true);
    setProblem(undefined);
    try {
      const { ref } = await api.createSecret(value);
      setValue('');
      setReplacing(false);
      props.onSealed(ref);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setPending(false);
    }
  };

  if (sealed || (props.kept && !replacing)) {
    return (
      <Flex direction="column" gap="1">
        <FieldLabel
          label={label}
          secondaryLabel={secondaryLabel}
          description={description}
        />
        <Flex align="center" gap="3">
          <Text role="status">
            <Locked text={sealed ? 'Sealed' : 'A sealed value is in force'} />
          </Text>
          <Button
            size="small"
            variant="secondary"
            isDisabled={props.isDisabled}
            aria-label={`Replace ${label}`}
            onPress={() => {
              setReplacing(true);
              if (sealed) props.onCleared();
            }}
          >
            Replace
          </Button>
        </Flex>
      </Flex>
    );
  }
  const failed = problem && `The value was not sealed: ${problem}`;
  const progress = pending ? 'Sealing…' : undefined;
  return (
    <PasswordField
      label={label}
      secondaryLabel={secondaryLabel}
      description={
        progress ??
        [description, 'It is sealed when you leave the field.']
          .filter(Boolean)
          .join(' ')
      }
      validationBehavior="aria"
      validate={() => failed}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled}
      autoComplete="new-password"
      value={value}
      onChange={setValue}
      onBlur={seal}
    />
  );
};
