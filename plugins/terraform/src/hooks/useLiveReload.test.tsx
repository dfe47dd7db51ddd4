import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, renderHook } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { useLiveReload } from './useLiveReload';

const wrapper = ({ children }: PropsWithChildren<{}>) => (
  <TestApiProvider
    apis={[[signalApiRef, { subscribe: () => ({ unsubscribe: () => {} }) }]]}
  >
    {children}
  </TestApiProvider>
);

describe('useLiveReload', () => {
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('reads every five seconds, but neither for nobody nor twice at a time', () => {
    jest.useFakeTimers();
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(false);
    const reload = jest.fn();
    const { rerender, unmount } = renderHook(
      ({ loading }) => useLiveReload({ loading, reload }),
      { wrapper, initialProps: { loading: false } },
    );
    const pass = (ms: number) => act(() => jest.advanceTimersByTime(ms));
    pass(10_100);
    expect(reload).toHaveBeenCalledTimes(2);

    rerender({ loading: true });
    pass(30_000);
    expect(reload).toHaveBeenCalledTimes(2);

    rerender({ loading: false });
    hidden.mockReturnValue(true);
    pass(30_000);
    expect(reload).toHaveBeenCalledTimes(2);

    hidden.mockReturnValue(false);
    pass(5_000);
    expect(reload).toHaveBeenCalledTimes(3);

    unmount();
    pass(30_000);
    expect(reload).toHaveBeenCalledTimes(3);
  });
});
