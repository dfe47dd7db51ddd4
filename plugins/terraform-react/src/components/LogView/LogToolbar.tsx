import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Tooltip from '@material-ui/core/Tooltip';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import type { LogLine } from '@planroom/backstage-plugin-terraform-common';
import { useCopy } from '../../hooks/useCopy';
import { count } from '../../words';
import { stripAnsi } from './ansi';
import type { LogSearch } from './useLogSearch';
import type { MachineLines } from './useMachineLines';

interface LogToolbarProps {
  lines: LogLine[];
  machine?: MachineLines;
  search: LogSearch;
  onStep(by: 1 | -1): void;
  times: boolean;
  onTimes(times: boolean): void;
  wrap: boolean;
  onWrap(wrap: boolean): void;
}

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0),
  },
  count: { color: theme.palette.text.secondary },
  space: { flex: 1 },
}));

export function LogToolbar(props: LogToolbarProps) {
  const classes = useStyles();
  const { lines, machine, search, onStep } = props;
  const { times, onTimes, wrap, onWrap } = props;
  const { copied, copy } = useCopy();
  const none = search.matches.length === 0;
  return (
    <div className={classes.root}>
      <TextField
        size="small"
        variant="outlined"
        type="search"
        placeholder="Search the log"
        inputProps={{ 'aria-label': 'Search the log' }}
        value={search.query}
        onChange={event => search.setQuery(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
        }}
      />
      {search.needle && (
        <>
          <span className={classes.count} role="status">
            {search.current >= 0
              ? `${search.current + 1} of ${search.matches.length}`
              : count(search.matches.length, 'line')}
          </span>
          <StepButton
            label="Previous match"
            disabled={none}
            onClick={() => onStep(-1)}
          >
            <ExpandLessIcon fontSize="small" />
          </StepButton>
          <StepButton
            label="Next match"
            disabled={none}
            onClick={() => onStep(1)}
          >
            <ExpandMoreIcon fontSize="small" />
          </StepButton>
        </>
      )}
      <span className={classes.space} />
      {machine && (
        <Button
          size="small"
          aria-pressed={machine.shown}
          onClick={() => machine.setShown(!machine.shown)}
        >
          {machine.shown ? 'Hide the machine' : 'Show the machine'}
        </Button>
      )}
      <Button size="small" aria-pressed={times} onClick={() => onTimes(!times)}>
        {times ? 'Hide times' : 'Show times'}
      </Button>
      <Button size="small" aria-pressed={wrap} onClick={() => onWrap(!wrap)}>
        {wrap ? 'Do not wrap' : 'Wrap lines'}
      </Button>
      <Button size="small" onClick={() => copy(plainText(lines))}>
        {copied ? 'Copied' : 'Copy'}
      </Button>
      <Button size="small" onClick={() => download(plainText(lines))}>
        Download
      </Button>
    </div>
  );
}

function StepButton(props: {
  label: string;
  disabled: boolean;
  onClick(): void;
  children: JSX.Element;
}) {
  const { label, disabled, onClick, children } = props;
  return (
    <Tooltip title={label}>
      <span>
        <IconButton
          size="small"
          aria-label={label}
          disabled={disabled}
          onClick={onClick}
        >
          {children}
        </IconButton>
      </span>
    </Tooltip>
  );
}

function plainText(lines: LogLine[]): string {
  return lines.map(line => `${line.at} ${stripAnsi(line.text)}\n`).join('');
}

function download(text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'terraform.log';
  link.click();
  URL.revokeObjectURL(url);
}
