import type { KeyboardEvent } from 'react';

/** Arrow keys go from row to row. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const target = event.target as HTMLElement;
  if (!step || !target.hasAttribute('aria-expanded')) return;
  // Rows are drawn in any order: they stand where their transform puts them.
  const buttons = [
    ...event.currentTarget.querySelectorAll<HTMLElement>(
      'button[aria-expanded][data-change]',
    ),
  ].sort((a, b) => position(a) - position(b));
  const next = buttons[buttons.indexOf(target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function position(button: HTMLElement): number {
  return Number(
    button.closest('[data-index]')?.getAttribute('data-index') ?? 0,
  );
}
