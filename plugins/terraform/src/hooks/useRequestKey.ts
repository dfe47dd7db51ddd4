import { useRef } from 'react';
import { randomKey } from '../randomKey';

/** A key for each request, which stays the same for one that is sent again, by a double click or after a lost answer. */
export function useRequestKey() {
  const sent = useRef({ body: '', key: '' });
  return {
    keyFor(request: object): string {
      const body = JSON.stringify(request);
      if (sent.current.body !== body) sent.current = { body, key: randomKey() };
      return sent.current.key;
    },
    /** The same request is another one from now on. */
    forget() {
      sent.current = { body: '', key: '' };
    },
  };
}
