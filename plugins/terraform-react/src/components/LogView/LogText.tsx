import { makeStyles, useTheme, type Theme } from '@material-ui/core/styles';
import { Fragment, type CSSProperties } from 'react';
import { ansiColor, toneBackground } from '../../tones';
import { ESC, isPlain, parseAnsi, type AnsiStyle } from './ansi';

interface LogTextProps {
  text: string;
  /** Style in which the line begins. */
  start: AnsiStyle;
  /** Lower-case text to mark. */
  needle: string;
}

const useStyles = makeStyles(theme => ({
  mark: {
    color: 'inherit',
    background: toneBackground(theme, 'waiting'),
    outline: '1px solid currentColor',
  },
}));

/** The text of one line, in the colours that its program asked for. */
export function LogText({ text, start, needle }: LogTextProps) {
  const theme = useTheme();
  if (isPlain(start) && !text.includes(ESC)) {
    return <Marked text={text} needle={needle} />;
  }
  return (
    <>
      {parseAnsi(text, start).spans.map((span, index) => (
        <span key={index} style={spanStyle(theme, span.style)}>
          <Marked text={span.text} needle={needle} />
        </span>
      ))}
    </>
  );
}

function Marked({ text, needle }: { text: string; needle: string }) {
  const classes = useStyles();
  if (!needle) return <>{text}</>;
  const lower = text.toLowerCase();
  const parts = [];
  let position = 0;
  for (
    let found = lower.indexOf(needle);
    found >= 0;
    found = lower.indexOf(needle, position)
  ) {
    parts.push(
      <Fragment key={found}>
        {text.slice(position, found)}
        <mark className={classes.mark}>
          {text.slice(found, found + needle.length)}
        </mark>
      </Fragment>,
    );
    position = found + needle.length;
  }
  return (
    <>
      {parts}
      {text.slice(position)}
    </>
  );
}

function spanStyle(theme: Theme, style: AnsiStyle): CSSProperties {
  const color =
    style.color === undefined ? undefined : ansiColor(theme, style.color);
  const background =
    style.background === undefined
      ? undefined
      : ansiColor(theme, style.background);
  const paper = theme.palette.background.paper;
  // Text on a coloured background takes the page's colour, which every tone can be read against.
  const plain = {
    color: background && color === undefined ? paper : color,
    background,
  };
  const inverse = {
    color: background ?? paper,
    background: color ?? theme.palette.text.primary,
  };
  return {
    ...(style.inverse ? inverse : plain),
    fontWeight: style.bold ? 700 : undefined,
    opacity: style.dim ? 0.7 : undefined,
    fontStyle: style.italic ? 'italic' : undefined,
    textDecoration:
      [style.underline && 'underline', style.strike && 'line-through']
        .filter(Boolean)
        .join(' ') || undefined,
  };
}
