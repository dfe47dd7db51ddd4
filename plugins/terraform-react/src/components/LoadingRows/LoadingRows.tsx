import { makeStyles } from '@material-ui/core/styles';

/** Properties of {@link LoadingRows}. @public */
export interface LoadingRowsProps {
  /** How many rows to hint at. */
  rows?: number;
}

const WIDTHS = ['72%', '88%', '64%', '80%', '56%'];

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(1, 0) },
  row: {
    height: '1.25em',
    margin: theme.spacing(1.5, 0),
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.action.hover,
    animation: '$breathe 1.6s ease-in-out infinite',
    '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
  },
  '@keyframes breathe': { '0%, 100%': { opacity: 1 }, '50%': { opacity: 0.4 } },
}));

/** Grey rows in the place of what is being loaded. @public */
export function LoadingRows({ rows = 3 }: LoadingRowsProps) {
  const classes = useStyles();
  return (
    <div
      className={classes.root}
      role="progressbar"
      aria-label="Loading"
      aria-busy="true"
    >
      {Array.from({ length: rows }, (_, row) => (
        <div
          key={row}
          className={classes.row}
          style={{ width: WIDTHS[row % WIDTHS.length] }}
        />
      ))}
    </div>
  );
}
