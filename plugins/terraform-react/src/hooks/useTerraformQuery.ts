import { useApi } from '@backstage/core-plugin-api';
import type { TerraformApi } from '@planroom/backstage-plugin-terraform-common';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { DependencyList } from 'react';
import { terraformApiRef } from '../api';

/** What {@link useTerraformQuery} answers. @public */
export interface TerraformQuery<T> {
  /** The newest answer. */
  value: T | undefined;
  /** Whether an answer is on its way. */
  loading: boolean;
  /** Why the last try gave no answer. */
  error: Error | undefined;
  /** Reads again; the old value stays until the new one is here. */
  reload(): void;
}

type Answer<T> = { question?: object; value?: T; error?: Error };

/**
 * Asks the terraform API one question. A changed dependency is another question: its answer starts empty, and the request before is
 * aborted.
 *
 * @public
 */
export function useTerraformQuery<T>(
  load: (api: TerraformApi, signal: AbortSignal) => Promise<T>,
  deps: DependencyList,
): TerraformQuery<T> {
  const api = useApi(terraformApiRef);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const question = useMemo(() => ({ load }), [api, ...deps]);
  const [attempt, setAttempt] = useState(0);
  const [answered, setAnswered] = useState<object>();
  const [answer, setAnswer] = useState<Answer<T>>({});
  const asked = useMemo(() => ({ question, attempt }), [question, attempt]);

  useEffect(() => {
    const controller = new AbortController();
    const settle = (next: (before: Answer<T>) => Answer<T>) => {
      if (controller.signal.aborted) return;
      setAnswer(before => next(before.question === question ? before : {}));
      setAnswered(asked);
    };
    question.load(api, controller.signal).then(
      value => settle(() => ({ question, value })),
      error =>
        settle(before => ({
          question,
          value: before.value,
          error: asError(error),
        })),
    );
    return () => controller.abort();
  }, [api, question, asked]);

  const reload = useCallback(() => setAttempt(count => count + 1), []);
  const current = answer.question === question ? answer : {};
  return {
    value: current.value,
    error: current.error,
    loading: answered !== asked,
    reload,
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
