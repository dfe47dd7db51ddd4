import { useSignal } from '@backstage/plugin-signals-react';
import {
  TERRAFORM_SIGNAL_CHANNEL,
  type TerraformSignal,
} from '@planroom/backstage-plugin-terraform-common';
import { useEffect, useRef } from 'react';

const SETTLE_MS = 300;
const POLL_MS = 10_000;

/**
 * Calls back when something changed, at most every 300 ms. A signal carries ids only: read again what is shown. In a portal without
 * signals it calls back every 10 s while the page is visible, with an empty `workspaceId` and without asking the filter.
 *
 * @public
 */
export function useTerraformSignal(
  onChange: (message: TerraformSignal) => void,
  filter?: (message: TerraformSignal) => boolean,
): void {
  const { available } = useSignalOnly(onChange, filter);
  const change = useRef(onChange);
  change.current = onChange;

  useEffect(() => {
    if (available) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) change.current({ workspaceId: '' });
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [available]);
}

/** The same without the poll, for a reader that has another source. */
export function useSignalOnly(
  onChange: (message: TerraformSignal) => void,
  filter?: (message: TerraformSignal) => boolean,
): { available: boolean } {
  const { lastSignal, isSignalsAvailable } = useSignal<TerraformSignal>(
    TERRAFORM_SIGNAL_CHANNEL,
  );
  const latest = useRef({ onChange, filter });
  latest.current = { onChange, filter };
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const waiting = useRef<TerraformSignal>();

  useEffect(() => {
    if (!lastSignal) return;
    if (latest.current.filter && !latest.current.filter(lastSignal)) return;
    waiting.current = lastSignal;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (waiting.current) latest.current.onChange(waiting.current);
    }, SETTLE_MS);
  }, [lastSignal]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );

  return { available: isSignalsAvailable };
}
