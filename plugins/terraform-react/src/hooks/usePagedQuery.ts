import { useApi } from '@backstage/core-plugin-api';
import type {
  Page,
  TerraformApi,
} from '@planroom/backstage-plugin-terraform-common';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DependencyList } from 'react';
import { terraformApiRef } from '../api';

/** What {@link usePagedQuery} answers. @public */
export interface PagedQuery<T> {
  /** Of all pages read so far. */
  items: T[];
  /** Whether there is another page. */
  hasMore: boolean;
  /** Whether a page is being read. */
  loading: boolean;
  /** Why the last page could not be read. */
  error: Error | undefined;
  /** Reads the next page; nothing happens while a page is being read or when there is none. */
  loadMore(): void;
  /** Reads what is shown again, as many pages as there are; the old items stay until then. */
  reload(): void;
}

type Pages<T> = {
  question?: object;
  items: T[];
  cursor?: string;
  error?: Error;
};

/**
 * Reads a keyset-paged list page by page. A changed dependency is another list: it starts empty and its first page is read at once.
 *
 * @public
 */
export function usePagedQuery<T>(
  load: (
    api: TerraformApi,
    cursor: string | undefined,
    signal: AbortSignal,
  ) => Promise<Page<T>>,
  deps: DependencyList,
): PagedQuery<T> {
  const api = useApi(terraformApiRef);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const question = useMemo(() => ({ load }), [api, ...deps]);
  const [pages, setPages] = useState<Pages<T>>({ items: [] });
  const [busy, setBusy] = useState<object>();
  const request = useRef<AbortController>();

  const run = useCallback(
    async (
      before: Pages<T>,
      read: (signal: AbortSignal) => Promise<Pages<T>>,
    ) => {
      request.current?.abort();
      const controller = new AbortController();
      request.current = controller;
      setBusy(question);
      let next: Pages<T>;
      try {
        next = await read(controller.signal);
      } catch (error) {
        next = {
          ...before,
          error: error instanceof Error ? error : new Error(String(error)),
        };
      }
      if (controller.signal.aborted) return;
      request.current = undefined;
      setPages({ ...next, question });
      setBusy(undefined);
    },
    [question],
  );

  const readAtLeast = useCallback(
    (before: Pages<T>) =>
      run(before, async signal => {
        const items: T[] = [];
        let cursor: string | undefined;
        do {
          const page = await question.load(api, cursor, signal);
          items.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor && items.length < before.items.length);
        return { items, cursor };
      }),
    [api, question, run],
  );

  useEffect(() => {
    readAtLeast({ items: [] });
    return () => {
      request.current?.abort();
      request.current = undefined;
    };
  }, [readAtLeast]);

  const known = pages.question === question;
  const current: Pages<T> = known ? pages : { items: [] };
  const latest = useRef(current);
  latest.current = current;

  const loadMore = useCallback(() => {
    const before = latest.current;
    if (request.current || !before.cursor) return;
    run(before, async signal => {
      const page = await question.load(api, before.cursor, signal);
      return {
        items: before.items.concat(page.items),
        cursor: page.nextCursor,
      };
    });
  }, [api, question, run]);

  const reload = useCallback(() => {
    readAtLeast(latest.current);
  }, [readAtLeast]);

  const items = useMemo(() => (known ? pages.items : []), [known, pages]);
  return {
    items,
    hasMore: Boolean(current.cursor),
    loading: busy === question || !known,
    error: current.error,
    loadMore,
    reload,
  };
}
