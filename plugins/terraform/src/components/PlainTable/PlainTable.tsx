import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  scroller: { overflow: 'auto' },
  table: {
    '& th, & td': {
      borderColor: 'var(--bui-border-1)',
      color: 'inherit',
      font: 'inherit',
      fontSize: '0.875rem',
      padding: '10px 12px',
    },
    '& th': { color: 'var(--bui-fg-secondary)', whiteSpace: 'nowrap' },
    '& tr:last-child td': { borderBottom: 'none' },
    '& button': { whiteSpace: 'nowrap' },
  },
});

/** A table whose rows hold buttons and dialogs, which keep the keys that they need. */
export const PlainTable = (props: {
  label: string;
  /** A column without a heading has the buttons of its row. */
  columns: string[];
  children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <div className={classes.scroller}>
      <Table className={classes.table} aria-label={props.label}>
        <TableHead>
          <TableRow>
            {props.columns.map(column => (
              <TableCell
                key={column}
                aria-label={column ? undefined : 'Actions'}
              >
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{props.children}</TableBody>
      </Table>
    </div>
  );
};
