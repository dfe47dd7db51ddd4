import { makeStyles } from '@material-ui/core/styles';
import ReportProblemOutlinedIcon from '@material-ui/icons/ReportProblemOutlined';
import type { ReactNode } from 'react';
import { toneBackground, toneColor } from '../../tones';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    padding: theme.spacing(1, 1.5),
    borderRadius: theme.shape.borderRadius,
    color: toneColor(theme, 'waiting'),
    background: toneBackground(theme, 'waiting'),
    overflowWrap: 'anywhere',
    '& > svg': { marginRight: theme.spacing(1) },
  },
}));

/** What stands in the way, before anything was tried. */
export function WarningNote({ children }: { children: ReactNode }) {
  const classes = useStyles();
  return (
    <div role="note" className={classes.root}>
      <ReportProblemOutlinedIcon fontSize="small" aria-hidden />
      <div>{children}</div>
    </div>
  );
}
