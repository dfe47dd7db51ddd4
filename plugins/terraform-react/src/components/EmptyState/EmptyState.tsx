import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';

/** Properties of {@link EmptyState}. @public */
export interface EmptyStateProps {
  /** Why there is nothing, in a few words. */
  title: string;
  /** What would be here, and how it gets here. */
  text?: ReactNode;
  /** The next step. */
  action?: ReactNode;
}

const useStyles = makeStyles(theme => ({
  root: {
    color: theme.palette.text.primary,
    padding: theme.spacing(4, 2),
    textAlign: 'center',
    '& > * + *': { marginTop: theme.spacing(1) },
  },
  text: { maxWidth: '60ch', marginLeft: 'auto', marginRight: 'auto' },
}));

/** Nothing is here: says why, and what to do next. @public */
export function EmptyState({ title, text, action }: EmptyStateProps) {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <Typography variant="h6" component="p">
        {title}
      </Typography>
      {text && (
        <Typography
          variant="body2"
          color="textSecondary"
          component="div"
          className={classes.text}
        >
          {text}
        </Typography>
      )}
      {action && <div>{action}</div>}
    </div>
  );
}
