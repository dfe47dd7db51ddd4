import { makeStyles } from '@material-ui/core/styles';
import {
  isSensitiveMarker,
  isUnknownMarker,
} from '@planroom/backstage-plugin-terraform-common';
import { toneColor } from '../../../tones';
import { asText } from './asText';
import { SensitiveValue } from './SensitiveValue';

const useStyles = makeStyles(theme => ({
  unknown: { color: toneColor(theme, 'neutral'), fontStyle: 'italic' },
  block: {
    margin: 0,
    maxHeight: 320,
    overflow: 'auto',
    font: 'inherit',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

/** One value as Terraform would write it. */
export function AttributeValue({ value }: { value: unknown }) {
  const classes = useStyles();
  if (isSensitiveMarker(value))
    return <SensitiveValue state={value.$sensitive} />;
  if (isUnknownMarker(value)) {
    return <em className={classes.unknown}>known after apply</em>;
  }
  const text = asText(value);
  if (text !== undefined) return <pre className={classes.block}>{text}</pre>;
  return (
    <span>
      {value === undefined ? 'null' : JSON.stringify(redacted(value))}
    </span>
  );
}

/** Markers inside of a value that is shown whole. */
function redacted(value: unknown): unknown {
  if (isSensitiveMarker(value)) return '(sensitive)';
  if (isUnknownMarker(value)) return '(known after apply)';
  if (Array.isArray(value)) return value.map(redacted);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, redacted(entry)]),
    );
  }
  return value;
}
