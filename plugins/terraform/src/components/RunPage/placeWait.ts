import type { Run } from '@planroom/backstage-plugin-terraform-common';
import type { RunEventsState } from '@planroom/backstage-plugin-terraform-react';

/** What a phase waits for that has its turn, but no place where it would run; undefined once it has written anything else. */
export function placeWait(
  { status }: Pick<Run, 'status'>,
  { plan, apply }: RunEventsState['logs'],
): string | undefined {
  if (status !== 'planning' && status !== 'applying') return undefined;
  const last = (status === 'planning' ? plan : apply).at(-1);
  return last?.type === 'no_capacity' ? last.text : undefined;
}
