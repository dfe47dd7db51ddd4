import type { LogLine } from '@planroom/backstage-plugin-terraform-common';
import { useMemo, useState } from 'react';
import { useDebounced } from '../../hooks/useDebounced';
import { stripAnsi } from './ansi';

const SEARCH_DEBOUNCE_MS = 200;

export interface LogSearch {
  query: string;
  setQuery(query: string): void;
  /** What is looked for right now, in lower case. */
  needle: string;
  /** Indexes of the lines that hold it. */
  matches: number[];
  /** Place in `matches` of the one the reader stands at. */
  current: number;
  /** Goes to another match and returns the index of its line. */
  step(by: 1 | -1): number | undefined;
}

/** Finds lines by their text, from match to match. */
export function useLogSearch(lines: LogLine[]): LogSearch {
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState({ needle: '', at: -1 });
  const needle = useDebounced(query, SEARCH_DEBOUNCE_MS).trim().toLowerCase();

  const matches = useMemo(() => {
    const found: number[] = [];
    if (!needle) return found;
    for (let index = 0; index < lines.length; index += 1) {
      if (stripAnsi(lines[index].text).toLowerCase().includes(needle)) {
        found.push(index);
      }
    }
    return found;
  }, [lines, needle]);

  const current = place.needle === needle ? place.at : -1;
  return {
    query,
    setQuery,
    needle,
    matches,
    current,
    step(by) {
      if (matches.length === 0) return undefined;
      const from = current < 0 && by < 0 ? 0 : current;
      const at = (from + by + matches.length) % matches.length;
      setPlace({ needle, at });
      return matches[at];
    },
  };
}
