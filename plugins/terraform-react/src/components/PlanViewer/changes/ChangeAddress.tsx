import { makeStyles } from '@material-ui/core/styles';
import type { PlanChange } from '@planroom/backstage-plugin-terraform-common';

const useStyles = makeStyles(theme => ({
  address: { fontFamily: 'monospace', overflowWrap: 'anywhere' },
  module: { color: theme.palette.text.secondary },
  resource: { fontWeight: 600 },
}));

/** An address whose module steps back behind the resource. */
export function ChangeAddress(props: {
  change: Pick<PlanChange, 'address' | 'module'>;
}) {
  const classes = useStyles();
  const { address, module } = props.change;
  const prefix = module && address.startsWith(`${module}.`) ? `${module}.` : '';
  return (
    <span className={classes.address}>
      {prefix && <span className={classes.module}>{prefix}</span>}
      <span className={classes.resource}>{address.slice(prefix.length)}</span>
    </span>
  );
}
