import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import CheckIcon from '@material-ui/icons/Check';
import FileCopyOutlinedIcon from '@material-ui/icons/FileCopyOutlined';
import type { Output } from '@planroom/backstage-plugin-terraform-common';
import { useCopy } from '../../hooks/useCopy';
import { EmptyState } from '../EmptyState';
import { SensitiveValue } from '../PlanViewer/values/SensitiveValue';

/** Properties of {@link Outputs}. @public */
export interface OutputsProps {
  /** Of a run or a state version. */
  outputs: Output[];
}

const useStyles = makeStyles(theme => ({
  table: {
    color: theme.palette.text.primary,
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: theme.typography.body2.fontSize,
    '& th, & td': {
      padding: theme.spacing(0.75, 1),
      borderBottom: `1px solid ${theme.palette.divider}`,
      textAlign: 'left',
      verticalAlign: 'top',
    },
  },
  name: { fontFamily: 'monospace', fontWeight: 600, whiteSpace: 'nowrap' },
  value: {
    margin: 0,
    maxHeight: 320,
    overflow: 'auto',
    fontFamily: 'monospace',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  action: { width: 48 },
}));

/** What a workspace gives to others, each to be copied; a sensitive output shows no value. @public */
export function Outputs({ outputs }: OutputsProps) {
  const classes = useStyles();
  if (outputs.length === 0) {
    return (
      <EmptyState
        title="No outputs"
        text="Outputs that the module declares are shown here after an apply."
      />
    );
  }
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Output</th>
          <th scope="col">Value</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {outputs.map(output => (
          <OutputRow key={output.name} output={output} />
        ))}
      </tbody>
    </table>
  );
}

function OutputRow({ output }: { output: Output }) {
  const classes = useStyles();
  const text = outputText(output.value);
  return (
    <tr>
      <th scope="row" className={classes.name}>
        {output.name}
      </th>
      <td>
        {output.sensitive ? (
          <SensitiveValue />
        ) : (
          <pre className={classes.value}>{text}</pre>
        )}
      </td>
      <td className={classes.action}>
        {!output.sensitive && <CopyButton name={output.name} text={text} />}
      </td>
    </tr>
  );
}

function CopyButton({ name, text }: { name: string; text: string }) {
  const { copied, copy } = useCopy();
  return (
    <Tooltip title={copied ? 'Copied' : 'Copy'}>
      <IconButton
        size="small"
        aria-label={copied ? 'Copied' : `Copy ${name}`}
        onClick={() => copy(text)}
      >
        {copied ? (
          <CheckIcon fontSize="small" />
        ) : (
          <FileCopyOutlinedIcon fontSize="small" />
        )}
      </IconButton>
    </Tooltip>
  );
}

function outputText(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, undefined, 2) ?? '';
}
