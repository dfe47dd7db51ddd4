import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { useCopy } from '../../hooks/useCopy';
import { shortId } from '../../words';

/** Properties of {@link CopyableId}. @public */
export interface CopyableIdProps {
  /** The whole id, which is what gets copied. */
  id: string;
  /** What the id names, such as "plan". */
  label?: string;
}

const useStyles = makeStyles(theme => ({
  button: {
    padding: theme.spacing(0, 0.5),
    borderRadius: theme.shape.borderRadius,
    font: 'inherit',
    '&:hover, &:focus-visible': { background: theme.palette.action.hover },
  },
  id: { fontFamily: 'monospace' },
  label: { color: theme.palette.text.secondary, marginRight: '0.5ch' },
}));

/** The beginning of an id; a click copies all of it. @public */
export function CopyableId({ id, label }: CopyableIdProps) {
  const classes = useStyles();
  const { copied, copy } = useCopy();
  return (
    <Tooltip title={copied ? 'Copied' : `Copy ${id}`} placement="top">
      <ButtonBase
        className={classes.button}
        aria-label={
          copied ? 'Copied' : `Copy ${label ? `${label} ` : ''}${shortId(id)}`
        }
        onClick={() => copy(id)}
      >
        {label && <span className={classes.label}>{label}</span>}
        <span className={classes.id}>{shortId(id)}</span>
      </ButtonBase>
    </Tooltip>
  );
}
