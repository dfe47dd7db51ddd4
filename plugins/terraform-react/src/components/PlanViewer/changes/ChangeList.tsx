import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import type { PlanChange } from '@planroom/backstage-plugin-terraform-common';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ChangeProgress, PagedQuery } from '../../../hooks';
import { useVirtualRows } from '../../../hooks/useVirtualRows';
import { count, errorMessage } from '../../../words';
import { EmptyState } from '../../EmptyState';
import { ErrorNote } from '../../ErrorNote';
import { FailedState } from '../../FailedState';
import { LoadingRows } from '../../LoadingRows';
import { ChangeRow } from './ChangeRow';
import { listEntries } from './listEntries';
import { moveFocus } from './moveFocus';

interface ChangeListProps {
  runId: string;
  changes: PagedQuery<PlanChange>;
  grouped: boolean;
  progress: Record<string, ChangeProgress>;
  onClearFilters?: () => void;
}

const ROW_PX = 37;

/** The next page is read when this many rows are left below. */
const READ_AHEAD_ROWS = 40;

const useStyles = makeStyles(theme => ({
  scroller: {
    maxHeight: '75vh',
    overflow: 'auto',
    overflowAnchor: 'none',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    color: theme.palette.text.primary,
  },
  rows: { position: 'relative', width: '100%' },
  row: {
    position: 'absolute',
    top: 0,
    left: 0,
    width: '100%',
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  module: {
    padding: theme.spacing(1),
    fontFamily: 'monospace',
    fontWeight: 700,
    background: theme.palette.background.default,
  },
  footer: { color: theme.palette.text.secondary, padding: theme.spacing(1, 0) },
}));

/** The changes row by row; only those in view are drawn, and pages are read as the reader comes to them. */
export function ChangeList(props: ChangeListProps) {
  const { runId, changes, grouped, progress, onClearFilters } = props;
  const { items, hasMore, loading, error, loadMore, reload } = changes;
  const classes = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(new Set());
  const entries = useMemo(() => listEntries(items, grouped), [items, grouped]);
  const rows = useVirtualRows({
    scroller,
    count: entries.length,
    estimateSize: ROW_PX,
    measured: true,
    getItemKey: index => entries[index].key,
  });
  const visible = rows.getVirtualItems();

  const last = visible[visible.length - 1]?.index ?? -1;
  const nearEnd = last >= entries.length - READ_AHEAD_ROWS;
  const more = items.length > 0 && nearEnd && hasMore && !loading && !error;
  useEffect(() => {
    if (more) loadMore();
  }, [more, loadMore]);

  if (items.length === 0) {
    if (loading) return <LoadingRows rows={5} />;
    if (error) return <FailedState error={error} onRetry={reload} />;
    return (
      <EmptyState
        title={onClearFilters ? 'No change matches' : 'Nothing to show'}
        action={
          onClearFilters && (
            <Button variant="outlined" onClick={onClearFilters}>
              Clear search and filters
            </Button>
          )
        }
      />
    );
  }
  const toggle = (index: number) =>
    setExpanded(before => {
      const next = new Set(before);
      if (!next.delete(index)) next.add(index);
      return next;
    });
  return (
    <>
      <div ref={scroller} className={classes.scroller}>
        {/* Arrow keys are a short cut; every row can be reached by tab as well. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <div
          role="list"
          aria-label="Changes"
          className={classes.rows}
          style={{ height: rows.getTotalSize() }}
          onKeyDown={moveFocus}
        >
          {visible.map(({ key, index, start }) => {
            const entry = entries[index];
            return (
              <div
                key={key}
                ref={rows.measureElement}
                data-index={index}
                role="listitem"
                aria-posinset={index + 1}
                aria-setsize={hasMore ? -1 : entries.length}
                className={classes.row}
                style={{ transform: `translateY(${start}px)` }}
              >
                {entry.kind === 'module' ? (
                  <div className={classes.module}>
                    {entry.module} ({entry.amount})
                  </div>
                ) : (
                  <ChangeRow
                    runId={runId}
                    change={entry.change}
                    progress={progress[entry.change.address]}
                    expanded={expanded.has(entry.change.index)}
                    onToggle={() => toggle(entry.change.index)}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {loading && <LinearProgress aria-label="Loading more changes" />}
      {error && !loading && (
        <ErrorNote>
          The next changes could not be loaded: {errorMessage(error)}{' '}
          <Button size="small" onClick={hasMore ? loadMore : reload}>
            Try again
          </Button>
        </ErrorNote>
      )}
      {(hasMore || items.length > 50) && (
        <div className={classes.footer} role="status">
          {hasMore
            ? `${count(items.length, 'change')} loaded, more as you scroll`
            : count(items.length, 'change')}
        </div>
      )}
    </>
  );
}
