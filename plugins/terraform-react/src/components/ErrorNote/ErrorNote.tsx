import { makeStyles } from '@material-ui/core/styles';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import type { ReactNode } from 'react';
import { toneBackground, toneColor } from '../../tones';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    padding: theme.spacing(1, 1.5),
    margin: theme.spacing(1, 0),
    borderRadius: theme.shape.borderRadius,
    color: toneColor(theme, 'bad'),
    background: toneBackground(theme, 'bad'),
    overflowWrap: 'anywhere',
    '& > svg': { marginRight: theme.spacing(1) },
  },
}));

/** A refusal or failure next to the thing that was tried. */
export function ErrorNote({ children }: { children: ReactNode }) {
  const classes = useStyles();
  return (
    <div role="alert" className={classes.root}>
      <ErrorOutlineIcon fontSize="small" aria-hidden />
      <div>{children}</div>
    </div>
  );
}
