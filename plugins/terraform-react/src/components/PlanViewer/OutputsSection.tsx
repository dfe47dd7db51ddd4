import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  attributeChanges,
  type Plan,
} from '@planroom/backstage-plugin-terraform-common';
import { useMemo } from 'react';
import { AttributeTable } from './detail/AttributeTable';
import { changedOutputs } from './planFacts';

const useStyles = makeStyles(theme => ({
  box: {
    padding: theme.spacing(1),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
}));

/** How the outputs change. */
export function OutputsSection({ plan }: { plan: Plan }) {
  const classes = useStyles();
  const rows = useMemo(
    () =>
      changedOutputs(plan).flatMap(output => {
        const { name, sensitive, action } = output;
        const hidden = { $sensitive: 'changed' };
        const shown = (value: unknown) => (sensitive ? hidden : value);
        return attributeChanges(
          action === 'create' ? {} : { [name]: shown(output.before) },
          action === 'delete' ? {} : { [name]: shown(output.after) },
        );
      }),
    [plan],
  );
  if (rows.length === 0) return null;
  return (
    <section>
      <Typography variant="h6" component="h3" gutterBottom>
        Outputs
      </Typography>
      <div className={classes.box}>
        <AttributeTable changes={rows} />
      </div>
    </section>
  );
}
