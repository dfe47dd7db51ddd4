import { makeStyles } from '@material-ui/core/styles';
import type { LogLine } from '@planroom/backstage-plugin-terraform-common';
import { DateTime } from 'luxon';
import { forwardRef } from 'react';
import { toneClasses } from '../../tones';
import type { AnsiStyle } from './ansi';
import { isHeadline, lineTone } from './lineTone';
import { LogText } from './LogText';

export const LOG_ROW_PX = 20;

interface LogRowProps {
  index: number;
  top: number;
  line: LogLine;
  start: AnsiStyle;
  needle: string;
  current: boolean;
  times: boolean;
  wrap: boolean;
}

const useTones = makeStyles(toneClasses);
const useStyles = makeStyles(theme => ({
  row: {
    position: 'absolute',
    top: 0,
    left: 0,
    display: 'flex',
    minWidth: '100%',
    minHeight: LOG_ROW_PX,
    lineHeight: `${LOG_ROW_PX}px`,
    padding: theme.spacing(0, 1),
    boxSizing: 'border-box',
    '&:hover': { background: theme.palette.action.hover },
  },
  straight: { whiteSpace: 'pre' },
  wrapped: {
    width: '100%',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  current: { background: theme.palette.action.selected },
  time: {
    flexShrink: 0,
    marginRight: theme.spacing(1.5),
    color: theme.palette.text.secondary,
  },
  level: { flexShrink: 0, fontWeight: 700, marginRight: '1ch' },
  headline: { fontWeight: 700 },
}));

const LEVEL_WORDS: Partial<Record<LogLine['level'], string>> = {
  error: 'Error',
  warn: 'Warning',
};

/** One line of a log in its place; the exact time is on hover. */
export const LogRow = forwardRef<HTMLDivElement, LogRowProps>((props, ref) => {
  const { index, top, line, start, needle, current, times, wrap } = props;
  const classes = useStyles();
  const tones = useTones();
  const tone = lineTone(line);
  const level = LEVEL_WORDS[line.level];
  const time = DateTime.fromISO(line.at);
  const names = [
    classes.row,
    wrap ? classes.wrapped : classes.straight,
    tone && tones[tone],
    isHeadline(line) && classes.headline,
    current && classes.current,
  ];
  return (
    <div
      ref={ref}
      data-index={index}
      className={names.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${top}px)` }}
      title={time.toFormat('yyyy-MM-dd HH:mm:ss.SSS ZZZZ')}
    >
      {times && (
        <span className={classes.time}>{time.toFormat('HH:mm:ss.SSS')}</span>
      )}
      {level && !line.text.startsWith(level) && (
        <span className={classes.level}>{level}:</span>
      )}
      <span>
        <LogText text={line.text} start={start} needle={needle} />
      </span>
    </div>
  );
});
