import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { terraformApiRef } from '../api';
import { terraformApiMock } from '../testUtils';
import { usePagedQuery } from './usePagedQuery';

const wrapper = ({ children }: PropsWithChildren<{}>) => (
  <TestApiProvider apis={[[terraformApiRef, terraformApiMock()]]}>
    {children}
  </TestApiProvider>
);

describe('usePagedQuery', () => {
  it('reads page after page, reads them again, and starts anew for another question', async () => {
    let version = 'a';
    const signals: AbortSignal[] = [];
    const load = jest.fn(
      async (
        prefix: string,
        cursor: string | undefined,
        signal: AbortSignal,
      ) => {
        signals.push(signal);
        const at = Number(cursor ?? 0);
        if (prefix === 'bad') throw new Error('no');
        return {
          items: [`${prefix}${version}${at}`],
          nextCursor: at < 2 ? String(at + 1) : undefined,
        };
      },
    );
    const { result, rerender } = renderHook(
      ({ prefix }) =>
        usePagedQuery(
          (_api, cursor, signal) => load(prefix, cursor, signal),
          [prefix],
        ),
      { wrapper, initialProps: { prefix: 'x' } },
    );
    await waitFor(() => expect(result.current.items).toEqual(['xa0']));
    expect(result.current.hasMore).toBe(true);

    act(() => {
      result.current.loadMore();
      result.current.loadMore(); // while one is being read nothing more is asked
    });
    await waitFor(() => expect(result.current.items).toEqual(['xa0', 'xa1']));
    expect(load).toHaveBeenCalledTimes(2);

    version = 'b';
    act(() => result.current.reload());
    expect(result.current.items).toEqual(['xa0', 'xa1']);
    await waitFor(() => expect(result.current.items).toEqual(['xb0', 'xb1']));

    act(() => result.current.loadMore());
    await waitFor(() => expect(result.current.items).toHaveLength(3));
    expect(result.current.hasMore).toBe(false);

    rerender({ prefix: 'y' });
    expect(result.current.items).toEqual([]);
    expect(result.current.loading).toBe(true);
    rerender({ prefix: 'bad' });
    await waitFor(() => expect(result.current.error?.message).toBe('no'));
    expect(signals[signals.length - 2].aborted).toBe(true);
    expect(result.current.loading).toBe(false);
  });
});
