import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '12px 40px',
    margin: 0,
    '& dt': { color: 'var(--bui-fg-secondary)', fontSize: '0.75rem' },
    '& dd': { margin: '2px 0 0', minHeight: 24, overflowWrap: 'anywhere' },
  },
  column: { flexDirection: 'column' },
});

/** A fact without a value is left out. */
export type Fact = { label: string; value: ReactNode };

/** Labels and values, side by side or below each other. */
export const Facts = (props: { facts: Fact[]; direction?: 'column' }) => {
  const classes = useStyles();
  return (
    <dl
      className={
        props.direction === 'column'
          ? `${classes.root} ${classes.column}`
          : classes.root
      }
    >
      {props.facts
        .filter(
          ({ value }) => value !== undefined && value !== '' && value !== false,
        )
        .map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
};
