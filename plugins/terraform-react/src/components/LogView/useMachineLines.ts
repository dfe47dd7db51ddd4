import type { LogLine } from '@planroom/backstage-plugin-terraform-common';
import { useMemo, useState } from 'react';

/** Lines of the machine of a build, such as those of CodeBuild about its phases. */
const MACHINE = 'codebuild';

/** The choice whether lines of the machine are among those that are shown. */
export interface MachineLines {
  shown: boolean;
  setShown(shown: boolean): void;
}

/** The lines to show; without a choice where there are none of the machine, or none but those. */
export function useMachineLines(all: LogLine[]): {
  lines: LogLine[];
  machine?: MachineLines;
} {
  const [shown, setShown] = useState(false);
  const others = useMemo(
    () => all.filter(line => line.type !== MACHINE),
    [all],
  );
  if (others.length === all.length || others.length === 0) {
    return { lines: all };
  }
  return { lines: shown ? all : others, machine: { shown, setShown } };
}
