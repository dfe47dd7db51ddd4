import {
  observeElementRect,
  measureElement,
  useVirtualizer,
  type Virtualizer,
} from '@tanstack/react-virtual';
import { useLayoutEffect, type Key, type RefObject } from 'react';

/** Assumed while an element is not laid out: in a hidden tab, or in a test without layout. */
const ASSUMED_RECT = { width: 1_000, height: 800 };

/** Draws only the rows in view of a scrolled element. With `measured`, rows may have any height. */
export function useVirtualRows(options: {
  scroller: RefObject<HTMLDivElement>;
  count: number;
  estimateSize: number;
  measured?: boolean;
  getItemKey?: (index: number) => Key;
}): Virtualizer<HTMLDivElement, Element> {
  const { scroller, count, estimateSize, measured, getItemKey } = options;
  const rows = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimateSize,
    overscan: 12,
    initialRect: ASSUMED_RECT,
    observeElementRect: (instance, report) =>
      observeElementRect(instance, rect =>
        report(rect.height > 0 ? rect : ASSUMED_RECT),
      ),
    measureElement: measured
      ? (element, entry, instance) =>
          measureElement(element, entry, instance) || estimateSize
      : undefined,
    ...(getItemKey && { getItemKey }),
  });
  // Heights that were measured mean nothing once rows have the same one again.
  useLayoutEffect(() => {
    if (!measured) rows.measure();
  }, [measured, rows]);
  return rows;
}
