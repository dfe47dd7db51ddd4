import { TestApiProvider } from '@backstage/test-utils';
import type { RunEvent } from '@planroom/backstage-plugin-terraform-common';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import {
  runEventsApiRef,
  terraformApiRef,
  type RunEventsApi,
  type SubscribeToRunOptions,
} from '../api';
import { sampleRun, terraformApiMock } from '../testUtils';
import { useRun } from './useRun';

const at = '2026-01-10T10:00:00.000Z';

function setup() {
  const getRun = jest.fn();
  const subscriptions: Array<{ runId: string } & SubscribeToRunOptions> = [];
  const runEvents: RunEventsApi = {
    subscribe: (runId, options) => {
      subscriptions.push({ runId, ...options });
      return new Promise(resolve =>
        options.signal.addEventListener('abort', () => resolve()),
      );
    },
  };
  const wrapper = ({ children }: PropsWithChildren<{}>) => (
    <TestApiProvider
      apis={[
        [terraformApiRef, terraformApiMock({ getRun })],
        [runEventsApiRef, runEvents],
      ]}
    >
      {children}
    </TestApiProvider>
  );
  return { getRun, subscriptions, wrapper };
}

describe('useRun', () => {
  it('reads the run again at each status, adds up the log and ends with the page', async () => {
    const { getRun, subscriptions, wrapper } = setup();
    getRun.mockResolvedValueOnce(sampleRun({ status: 'applying' }));
    const renders: unknown[] = [];
    const { result, unmount } = renderHook(
      () => {
        const value = useRun('run-1');
        renders.push(value);
        return value;
      },
      { wrapper },
    );
    expect(result.current.loading).toBe(true);
    await waitFor(() => expect(result.current.run?.status).toBe('applying'));
    expect(subscriptions).toHaveLength(1);
    expect(subscriptions[0].runId).toBe('run-1');
    act(() => subscriptions[0].onOpen?.());
    expect(result.current.events.connected).toBe(true);

    const before = renders.length;
    const lines: RunEvent[] = Array.from({ length: 300 }, (_, index) => ({
      event: 'log',
      id: index + 1,
      data: {
        phase: 'apply',
        offset: index,
        lines: [{ at, level: 'info', text: `line ${index}` }],
      },
    }));
    act(() => subscriptions[0].onEvents(lines));
    expect(renders.length - before).toBe(1);
    expect(result.current.events.logs.apply).toHaveLength(300);
    expect(getRun).toHaveBeenCalledTimes(1);

    getRun.mockResolvedValueOnce(sampleRun({ status: 'applied' }));
    act(() =>
      subscriptions[0].onEvents([
        { event: 'status', id: 301, data: { status: 'applied', at } },
      ]),
    );
    expect(result.current.run?.status).toBe('applying'); // kept until the new one is here
    await waitFor(() => expect(result.current.run?.status).toBe('applied'));
    expect(getRun).toHaveBeenCalledTimes(2);

    unmount();
    expect(subscriptions[0].signal.aborted).toBe(true);
  });

  it('keeps what was applied before a stop', async () => {
    const { getRun, subscriptions, wrapper } = setup();
    getRun.mockResolvedValue(sampleRun({ status: 'applying' }));
    const { result } = renderHook(() => useRun('stopped'), { wrapper });
    await waitFor(() => expect(result.current.run).toBeDefined());
    const progress = (
      id: number,
      address: string,
      state: 'waiting' | 'running' | 'done',
    ): RunEvent => ({
      event: 'progress',
      id,
      data: { phase: 'apply', address, action: 'create', state },
    });
    act(() =>
      subscriptions[0].onEvents([
        progress(1, 'a', 'done'),
        progress(2, 'b', 'running'),
        progress(3, 'c', 'waiting'),
      ]),
    );
    const states = () =>
      Object.values(result.current.events.progress).map(({ state }) => state);
    expect(states()).toEqual(['done', 'running', 'waiting']);

    getRun.mockResolvedValue(sampleRun({ status: 'force_canceled' }));
    act(() =>
      subscriptions[0].onEvents([
        { event: 'status', id: 4, data: { status: 'force_canceled', at } },
      ]),
    );
    await waitFor(() =>
      expect(states()).toEqual(['done', 'interrupted', 'not started']),
    );
  });

  it('polls only while the stream is cut', async () => {
    jest.useFakeTimers();
    try {
      const { getRun, subscriptions, wrapper } = setup();
      getRun.mockResolvedValue(sampleRun({ status: 'planning' }));
      const { result } = renderHook(() => useRun('run-2'), { wrapper });
      await act(() => jest.advanceTimersByTimeAsync(10));
      act(() => subscriptions[0].onOpen?.());
      await act(() => jest.advanceTimersByTimeAsync(60_000));
      expect(getRun).toHaveBeenCalledTimes(1);

      act(() => subscriptions[0].onError?.(new Error('cut')));
      await act(() => jest.advanceTimersByTimeAsync(5_100));
      expect(getRun).toHaveBeenCalledTimes(2);

      getRun.mockResolvedValue(sampleRun({ status: 'errored' }));
      await act(() => jest.advanceTimersByTimeAsync(5_100));
      expect(result.current.run?.status).toBe('errored');
      await act(() => jest.advanceTimersByTimeAsync(60_000));
      expect(getRun).toHaveBeenCalledTimes(3);
    } finally {
      jest.useRealTimers();
    }
  });

  it('starts empty for another run and tells an error', async () => {
    const { getRun, subscriptions, wrapper } = setup();
    getRun.mockResolvedValueOnce(sampleRun({ id: 'one' }));
    const { result, rerender } = renderHook(({ id }) => useRun(id), {
      wrapper,
      initialProps: { id: 'one' },
    });
    await waitFor(() => expect(result.current.run?.id).toBe('one'));
    getRun.mockRejectedValueOnce(new Error('gone'));
    rerender({ id: 'two' });
    expect(result.current.run).toBeUndefined();
    await waitFor(() => expect(result.current.error?.message).toBe('gone'));
    expect(subscriptions.map(({ runId }) => runId)).toEqual(['one', 'two']);
    expect(subscriptions[0].signal.aborted).toBe(true);
  });
});
