import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { LogLine } from '@planroom/backstage-plugin-terraform-common';
import { useRef, useState } from 'react';
import { useVirtualRows } from '../../hooks/useVirtualRows';
import { formatDay } from '../../words';
import { EmptyState } from '../EmptyState';
import { PLAIN } from './ansi';
import { AnsiCarry } from './AnsiCarry';
import { LogRow, LOG_ROW_PX } from './LogRow';
import { LogToolbar } from './LogToolbar';
import { useFollow } from './useFollow';
import { useLogSearch } from './useLogSearch';
import { MachineLines, useMachineLines } from './useMachineLines';

/** Properties of {@link LogView}. @public */
export interface LogViewProps {
  /** All lines so far; when it grows, pass a new list that begins with the same lines. */
  lines: LogLine[];
  /** Keep the end in view while lines are added, until the reader scrolls up; on unless said otherwise. */
  follow?: boolean;
  /** Said when there are no lines. */
  emptyText?: string;
  /** When retention removed the lines; ISO 8601. */
  removedAt?: string;
  /** Of the lines; 480 pixels unless said otherwise. */
  height?: number | string;
}

const useStyles = makeStyles(theme => ({
  frame: { position: 'relative' },
  scroller: {
    overflow: 'auto',
    overflowAnchor: 'none',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    color: theme.palette.text.primary,
    fontFamily: 'monospace',
    fontSize: 13,
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
  rows: { position: 'relative', minWidth: '100%' },
  end: {
    position: 'absolute',
    right: theme.spacing(3),
    bottom: theme.spacing(2),
  },
}));

/**
 * The log of a phase: follows its end, can be searched, copied and downloaded, and stays quick with 100 000 lines. What the machine of a
 * build says beside Terraform is shown on demand, and when there is nothing else.
 *
 * @public
 */
export function LogView(props: LogViewProps) {
  const { lines: all, follow = true, height = 480 } = props;
  const { emptyText = 'Nothing was logged yet.', removedAt } = props;
  const { lines, machine } = useMachineLines(all);
  if (all.length === 0 && removedAt) {
    return (
      <EmptyState
        title={`This log was removed on ${formatDay(removedAt)}`}
        text="The environment keeps logs only for a time. What was decided and what was done stays in the history of the run."
      />
    );
  }
  if (all.length === 0) return <EmptyState title={emptyText} />;
  return (
    <LogLines
      // Another list, not the same one longer.
      key={String(machine?.shown)}
      lines={lines}
      machine={machine}
      follow={follow}
      height={height}
    />
  );
}

function LogLines(props: {
  lines: LogLine[];
  machine?: MachineLines;
  follow: boolean;
  height: number | string;
}) {
  const { lines, machine, follow, height } = props;
  const classes = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const [times, setTimes] = useState(false);
  const [wrap, setWrap] = useState(false);
  const search = useLogSearch(lines);

  const carry = useRef<AnsiCarry>();
  carry.current ??= new AnsiCarry();
  carry.current.update(lines);

  const rows = useVirtualRows({
    scroller,
    count: lines.length,
    estimateSize: LOG_ROW_PX,
    measured: wrap,
  });
  const { following, setFollowing, onScroll } = useFollow(
    scroller,
    rows.getTotalSize(),
    follow,
  );
  const onStep = (by: 1 | -1) => {
    const index = search.step(by);
    if (index === undefined) return;
    setFollowing(false);
    rows.scrollToIndex(index, { align: 'center' });
  };

  return (
    <div>
      <LogToolbar
        lines={lines}
        machine={machine}
        search={search}
        onStep={onStep}
        times={times}
        onTimes={setTimes}
        wrap={wrap}
        onWrap={setWrap}
      />
      <div className={classes.frame}>
        <div
          ref={scroller}
          className={classes.scroller}
          style={{ height, maxHeight: '80vh' }}
          onScroll={onScroll}
          role="log"
          aria-live="off"
          aria-label="Log"
          // A scrolled region must be reachable by keyboard.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          <div className={classes.rows} style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map(item => (
              <LogRow
                key={item.key}
                ref={wrap ? rows.measureElement : undefined}
                index={item.index}
                top={item.start}
                line={lines[item.index]}
                start={carry.current?.startOf(item.index) ?? PLAIN}
                needle={search.needle}
                current={search.matches[search.current] === item.index}
                times={times}
                wrap={wrap}
              />
            ))}
          </div>
        </div>
        {!following && (
          <Button
            className={classes.end}
            size="small"
            variant="contained"
            onClick={() => {
              setFollowing(follow);
              const element = scroller.current;
              if (element) element.scrollTop = element.scrollHeight;
            }}
          >
            Jump to end
          </Button>
        )}
      </div>
    </div>
  );
}
