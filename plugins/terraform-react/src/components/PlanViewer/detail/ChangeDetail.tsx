import { makeStyles } from '@material-ui/core/styles';
import {
  attributeChanges,
  type PlanChange,
} from '@planroom/backstage-plugin-terraform-common';
import { useMemo } from 'react';
import { useTerraformQuery } from '../../../hooks';
import { FailedState } from '../../FailedState';
import { LoadingRows } from '../../LoadingRows';
import { AttributeTable } from './AttributeTable';

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(0.5, 1, 1.5, 5) },
}));

/** The attributes of one change, read when it is opened. */
export function ChangeDetail(props: { runId: string; change: PlanChange }) {
  const { runId, change } = props;
  const classes = useStyles();
  const { value, loading, error, reload } = useTerraformQuery(
    (api, signal) => api.getChange(runId, change.index, { signal }),
    [runId, change.index],
  );
  const changes = useMemo(
    () =>
      value && attributeChanges(value.before, value.after, value.replacePaths),
    [value],
  );
  return (
    <div className={classes.root}>
      {changes && <AttributeTable changes={changes} />}
      {!changes && loading && <LoadingRows rows={3} />}
      {!changes && error && !loading && (
        <FailedState error={error} onRetry={reload} />
      )}
    </div>
  );
}
