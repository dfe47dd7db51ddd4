import { useEffect, useRef } from 'react';

/** Elements in which a letter is text and Enter has its own meaning. */
const TYPING = 'input, textarea, select, [contenteditable="true"]';
const ACTING = 'a, button, [role="dialog"], [role="alertdialog"]';

/** Keys of the page as a whole; a field, a button or a dialog that has the focus keeps its own. */
export function useQueueKeys(
  keys: Record<string, () => void>,
  active: boolean,
) {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!active) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
      if (event.altKey) return;
      const target = event.target instanceof Element ? event.target : undefined;
      if (target?.closest(TYPING)) return;
      if (event.key === 'Enter' && target?.closest(ACTING)) return;
      const act = latest.current[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [active]);
}
