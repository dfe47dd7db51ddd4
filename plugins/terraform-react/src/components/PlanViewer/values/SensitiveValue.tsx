import { makeStyles } from '@material-ui/core/styles';
import LockOutlinedIcon from '@material-ui/icons/LockOutlined';
import { toneColor } from '../../../tones';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    color: toneColor(theme, 'neutral'),
    whiteSpace: 'nowrap',
  },
  icon: { fontSize: '1.1em', marginRight: '0.5ch' },
}));

/** Stands where a value must not be seen. */
export function SensitiveValue({ state }: { state?: string }) {
  const classes = useStyles();
  return (
    <span className={classes.root}>
      <LockOutlinedIcon className={classes.icon} aria-hidden />
      {state ? `(sensitive, ${state})` : 'sensitive'}
    </span>
  );
}
