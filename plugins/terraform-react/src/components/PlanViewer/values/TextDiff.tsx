import { makeStyles } from '@material-ui/core/styles';
import {
  lineDiff,
  type DiffLine,
} from '@planroom/backstage-plugin-terraform-common';
import { useMemo } from 'react';
import { toneBackground, toneColor } from '../../../tones';
import { count } from '../../../words';
import { withContext } from './withContext';

const SIGNS: Record<DiffLine['kind'], string> = {
  added: '+ ',
  removed: '- ',
  same: '  ',
};

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    maxHeight: 400,
    overflow: 'auto',
    font: 'inherit',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  added: {
    color: toneColor(theme, 'create'),
    background: toneBackground(theme, 'create'),
  },
  removed: {
    color: toneColor(theme, 'destroy'),
    background: toneBackground(theme, 'destroy'),
  },
  same: { color: theme.palette.text.secondary },
  gap: { color: theme.palette.text.secondary, fontStyle: 'italic' },
}));

/** Two texts of several lines, compared line by line. */
export function TextDiff(props: { before: string; after: string }) {
  const { before, after } = props;
  const classes = useStyles();
  const parts = useMemo(
    () => withContext(lineDiff(before, after)),
    [before, after],
  );
  if (parts.every(({ kind }) => kind === 'gap')) {
    return <span className={classes.gap}>only white space changes</span>;
  }
  return (
    <pre className={classes.root} aria-label="Changed lines">
      {parts.map((part, index) =>
        part.kind === 'gap' ? (
          <div key={index} className={classes.gap}>
            … {count(part.lines, 'unchanged line')}
          </div>
        ) : (
          <div key={index} className={classes[part.kind]}>
            {SIGNS[part.kind]}
            {part.text}
          </div>
        ),
      )}
    </pre>
  );
}
