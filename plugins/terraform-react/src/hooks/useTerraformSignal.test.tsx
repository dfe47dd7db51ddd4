import { signalApiRef, type SignalApi } from '@backstage/plugin-signals-react';
import { TestApiProvider } from '@backstage/test-utils';
import type { TerraformSignal } from '@planroom/backstage-plugin-terraform-common';
import { act, renderHook } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { useTerraformSignal } from './useTerraformSignal';

describe('useTerraformSignal', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('calls back once for several signals, only for those that pass', () => {
    let send = (_message: TerraformSignal) => {};
    const signals: SignalApi = {
      subscribe: (channel, listener) => {
        expect(channel).toBe('terraform');
        send = listener as unknown as typeof send;
        return { unsubscribe: () => {} };
      },
    };
    const wrapper = ({ children }: PropsWithChildren<{}>) => (
      <TestApiProvider apis={[[signalApiRef, signals]]}>
        {children}
      </TestApiProvider>
    );
    const onChange = jest.fn();
    renderHook(
      () => useTerraformSignal(onChange, ({ runId }) => runId !== 'other'),
      { wrapper },
    );
    act(() => send({ workspaceId: 'w', runId: 'a' }));
    act(() => send({ workspaceId: 'w', runId: 'b' }));
    act(() => send({ workspaceId: 'w', runId: 'other' }));
    expect(onChange).not.toHaveBeenCalled();
    act(() => jest.advanceTimersByTime(300));
    expect(onChange.mock.calls).toEqual([[{ workspaceId: 'w', runId: 'b' }]]);
    act(() => jest.advanceTimersByTime(60_000));
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('polls in a portal without signals', () => {
    const wrapper = ({ children }: PropsWithChildren<{}>) => (
      <TestApiProvider apis={[]}>{children}</TestApiProvider>
    );
    const onChange = jest.fn();
    const { unmount } = renderHook(() => useTerraformSignal(onChange), {
      wrapper,
    });
    act(() => jest.advanceTimersByTime(20_000));
    expect(onChange).toHaveBeenCalledTimes(2);
    unmount();
    act(() => jest.advanceTimersByTime(20_000));
    expect(onChange).toHaveBeenCalledTimes(2);
  });
});
