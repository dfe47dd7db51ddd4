import { RiLockLine } from '@remixicon/react';

/** A sealed or sensitive value: that it is one, never which one. */
export const Locked = ({ text }: { text: string }) => (
  <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
    <RiLockLine size={14} aria-hidden="true" />
    <span>{text}</span>
  </span>
);
