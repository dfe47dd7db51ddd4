import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Environment } from '@planroom/backstage-plugin-terraform-common';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import { useEffect } from 'react';
import { DataState } from '../DataState';
import { chosenEnvironment } from './chosenEnvironment';
import { describeEnvironment, environmentProblem } from './environmentWords';

const useStyles = makeStyles(theme => ({
  choice: { marginTop: theme.spacing(1) },
}));

/**
 * Asks for one of the environments that the installation has, each with its approval rule and where Terraform runs. It is made of what
 * the scaffolder's own radios are made of, between which it stands.
 */
export const TerraformEnvironmentField = (
  props: FieldExtensionComponentProps<string>,
) => {
  const query = useTerraformQuery(
    (api, signal) => api.listEnvironments({ signal }),
    [],
  );
  return (
    <DataState
      query={query}
      ready={query.value !== undefined}
      what="The list of environments"
    >
      <EnvironmentRadios {...props} environments={query.value ?? []} />
    </DataState>
  );
};

function EnvironmentRadios(
  props: FieldExtensionComponentProps<string> & {
    environments: Environment[];
  },
) {
  const { schema, uiSchema, idSchema, formData, rawErrors, onChange } = props;
  const { environments } = props;
  const chosen = chosenEnvironment(environments, formData, schema.default);
  const problem = environmentProblem(environments, chosen);
  const description = uiSchema['ui:description'] ?? schema.description;
  const id = idSchema.$id;
  const ids = {
    description: `${id}-description`,
    problem: `${id}-problem`,
    // Those that the form gives to what it shows below the field.
    formErrors: `${id}__error`,
    formHelp: `${id}__help`,
  };

  // Looked at after every rendering: the form loses a change when another of its fields makes one at the same time.
  useEffect(() => {
    if (chosen !== formData) onChange(chosen);
  });

  return (
    <>
      <FormLabel component="div" id={`${id}-title`}>
        {uiSchema['ui:title'] ?? schema.title ?? 'Environment'}
      </FormLabel>
      <RadioGroup
        name={id}
        aria-labelledby={`${id}-title`}
        aria-describedby={Object.values(ids).join(' ')}
        aria-required={props.required}
        aria-invalid={problem !== undefined || Boolean(rawErrors?.length)}
        value={problem ? null : chosen}
        onChange={(_event, name) => onChange(name)}
      >
        {environments.map(environment => (
          <EnvironmentRadio
            key={environment.name}
            id={`${id}-${environment.name}`}
            environment={environment}
            disabled={props.disabled || props.readonly}
          />
        ))}
      </RadioGroup>
      {description && (
        <Typography
          id={ids.description}
          component="p"
          variant="caption"
          color="textSecondary"
        >
          {description}
        </Typography>
      )}
      {/* The form shows below the field what its own check has found: it is said here only until then. */}
      {problem && !rawErrors?.includes(problem) && (
        <FormHelperText id={ids.problem} error>
          {problem}
        </FormHelperText>
      )}
    </>
  );
}

function EnvironmentRadio(props: {
  id: string;
  environment: Environment;
  disabled?: boolean;
}) {
  const { id, environment, disabled } = props;
  const classes = useStyles();
  return (
    <FormControlLabel
      className={classes.choice}
      value={environment.name}
      disabled={disabled}
      control={
        <Radio
          color="primary"
          inputProps={{
            'aria-labelledby': `${id}-name`,
            'aria-describedby': `${id}-rule`,
          }}
        />
      }
      label={
        <>
          <Typography id={`${id}-name`}>{environment.name}</Typography>
          <Typography
            id={`${id}-rule`}
            component="p"
            variant="caption"
            color="textSecondary"
          >
            {describeEnvironment(environment)}
          </Typography>
        </>
      }
    />
  );
}
