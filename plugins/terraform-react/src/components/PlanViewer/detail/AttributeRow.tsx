import { makeStyles } from '@material-ui/core/styles';
import {
  isSensitiveMarker,
  type AttributeChange,
} from '@planroom/backstage-plugin-terraform-common';
import { toneClasses, type Tone } from '../../../tones';
import { AttributeValue } from '../values/AttributeValue';
import { SensitiveValue } from '../values/SensitiveValue';
import { TextDiff } from '../values/TextDiff';
import { asText } from '../values/asText';

const LOOKS: Record<
  AttributeChange['kind'],
  { sign: string; tone: Tone; word: string }
> = {
  added: { sign: '+', tone: 'create', word: 'added' },
  removed: { sign: '-', tone: 'destroy', word: 'removed' },
  changed: { sign: '~', tone: 'update', word: 'changed' },
  unchanged: { sign: ' ', tone: 'neutral', word: 'unchanged' },
};

const useTones = makeStyles(toneClasses);
const useStyles = makeStyles({
  sign: { width: '2ch', fontWeight: 700, whiteSpace: 'pre' },
  path: {
    width: '28%',
    minWidth: '16ch',
    fontWeight: 'normal',
    overflowWrap: 'anywhere',
  },
  value: { overflowWrap: 'anywhere' },
  forces: { whiteSpace: 'nowrap' },
});

/** One attribute: sign, path, before and after, and whether it forces replacement. */
export function AttributeRow({ change }: { change: AttributeChange }) {
  const classes = useStyles();
  const tones = useTones();
  const { sign, tone, word } = LOOKS[change.kind];
  return (
    <tr>
      <td className={`${classes.sign} ${tones[tone]}`}>
        <span role="img" aria-label={word} title={word}>
          {sign}
        </span>
      </td>
      <th scope="row" className={classes.path}>
        {change.path || '(value)'}
      </th>
      <td className={classes.value}>
        <BeforeAndAfter change={change} />
        {change.forcesReplacement && (
          <span className={`${classes.forces} ${tones.replace}`}>
            {' '}
            ← forces replacement
          </span>
        )}
      </td>
    </tr>
  );
}

function BeforeAndAfter({ change }: { change: AttributeChange }) {
  const tones = useTones();
  const { before, after, kind } = change;
  const sensitive = [after, before].find(isSensitiveMarker);
  if (sensitive) return <SensitiveValue state={sensitiveState(change)} />;

  const left = asText(before);
  const right = asText(after);
  if (left !== undefined && right !== undefined && kind === 'changed') {
    return <TextDiff before={left} after={right} />;
  }
  if (kind === 'unchanged') return <AttributeValue value={before} />;
  return (
    <>
      {kind !== 'added' && (
        <span className={tones.destroy}>
          <AttributeValue value={before} />
        </span>
      )}
      {kind === 'changed' && <span aria-label="becomes"> → </span>}
      {kind !== 'removed' && (
        <span className={tones.create}>
          <AttributeValue value={after} />
        </span>
      )}
    </>
  );
}

/** A marker on one side only (created, destroyed, made sensitive) is a change. */
function sensitiveState({ kind, before, after }: AttributeChange): string {
  if (isSensitiveMarker(after) && isSensitiveMarker(before)) {
    return after.$sensitive;
  }
  return kind === 'unchanged' ? 'unchanged' : 'changed';
}
