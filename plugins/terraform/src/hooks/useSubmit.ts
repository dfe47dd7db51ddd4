import { useState } from 'react';

/** Sends one request at a time, and keeps why it was refused until the next try. */
export function useSubmit() {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<Error>();

  const submit = async (send: () => Promise<void>) => {
    setPending(true);
    setError(undefined);
    try {
      await send();
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setPending(false);
    }
  };

  return { submit, pending, error };
}
