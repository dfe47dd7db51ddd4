import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/Check';
import FileCopyOutlinedIcon from '@material-ui/icons/FileCopyOutlined';
import { useCopy } from '../../hooks/useCopy';

/** Properties of {@link CopyableText}. @public */
export interface CopyableTextProps {
  /** Of any number of lines; shown as it is. */
  text: string;
  /** What it is, for the button: "session policy". */
  label: string;
}

const useStyles = makeStyles(theme => ({
  text: {
    margin: theme.spacing(0.5, 0, 1),
    padding: theme.spacing(1, 1.5),
    maxHeight: 320,
    overflow: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    color: theme.palette.text.primary,
    fontFamily: 'monospace',
    fontSize: theme.typography.body2.fontSize,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

/** A text of several lines, such as a policy, with a button that copies all of it. @public */
export function CopyableText({ text, label }: CopyableTextProps) {
  const classes = useStyles();
  const { copied, copy } = useCopy();
  return (
    <div>
      {/* What scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.text} tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <Button
        size="small"
        variant="outlined"
        startIcon={copied ? <CheckIcon /> : <FileCopyOutlinedIcon />}
        onClick={() => copy(text)}
      >
        {copied ? 'Copied' : `Copy ${label}`}
      </Button>
    </div>
  );
}
