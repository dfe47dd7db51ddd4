import { makeStyles } from '@material-ui/core/styles';
import { WarningNote } from '../WarningNote';

const useStyles = makeStyles(theme => ({
  list: {
    margin: theme.spacing(1, 0),
    padding: 0,
    listStyle: 'none',
    '& > li + li': { marginTop: theme.spacing(0.5) },
  },
}));

/** What is wider than it had to be, or not known; never folded away. */
export function AccessWarnings({ warnings }: { warnings: string[] }) {
  const classes = useStyles();
  if (warnings.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Warnings about what it may do">
      {warnings.map(warning => (
        <li key={warning}>
          <WarningNote>
            <strong>Warning:</strong> {warning}
          </WarningNote>
        </li>
      ))}
    </ul>
  );
}
