import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { AttributeChange } from '@planroom/backstage-plugin-terraform-common';
import { useMemo, useState } from 'react';
import { count } from '../../../words';
import { AttributeRow } from './AttributeRow';

const useStyles = makeStyles(theme => ({
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontFamily: 'monospace',
    fontSize: 13,
    '& td, & th': {
      padding: theme.spacing(0.25, 1, 0.25, 0),
      verticalAlign: 'top',
      textAlign: 'left',
    },
  },
  none: { color: theme.palette.text.secondary },
}));

/** Attributes before and after; those that stay are hidden until asked for. */
export function AttributeTable({ changes }: { changes: AttributeChange[] }) {
  const classes = useStyles();
  const [open, setOpen] = useState(false);
  const [changed, unchanged] = useMemo(() => {
    // An attribute that forces replacement is shown, whatever its values say.
    const stays = ({ kind, forcesReplacement }: AttributeChange) =>
      kind === 'unchanged' && !forcesReplacement;
    return [changes.filter(change => !stays(change)), changes.filter(stays)];
  }, [changes]);
  const shown = open ? [...changed, ...unchanged] : changed;
  return (
    <>
      {shown.length > 0 && (
        <table className={classes.table}>
          <tbody>
            {shown.map((change, index) => (
              <AttributeRow key={index} change={change} />
            ))}
          </tbody>
        </table>
      )}
      {changed.length === 0 && (
        <div className={classes.none}>No attribute changes.</div>
      )}
      {unchanged.length > 0 && (
        <Button
          size="small"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide' : 'Show'}{' '}
          {count(unchanged.length, 'unchanged attribute')}
        </Button>
      )}
    </>
  );
}
