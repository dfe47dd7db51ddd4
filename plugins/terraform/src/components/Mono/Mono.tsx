import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  root: {
    fontFamily: 'var(--bui-font-monospace)',
    fontSize: '0.8125rem',
    overflowWrap: 'anywhere',
  },
});

/** Addresses, versions, types: what a person reads letter by letter. */
export const Mono = ({ children }: { children: ReactNode }) => (
  <span className={useStyles().root}>{children}</span>
);
