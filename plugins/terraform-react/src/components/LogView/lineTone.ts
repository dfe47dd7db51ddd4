import type { LogLine } from '@planroom/backstage-plugin-terraform-common';
import type { Tone } from '../../tones';

/** The tone of a line by its level, then by what kind of message it is. */
export function lineTone(line: LogLine): Tone | undefined {
  if (line.level === 'error') return 'bad';
  if (line.level === 'warn') return 'waiting';
  if (line.level === 'debug') return 'neutral';
  switch (line.type) {
    case 'apply_complete':
      return 'good';
    case 'apply_errored':
    case 'provision_errored':
      return 'bad';
    case 'apply_start':
    case 'apply_progress':
      return 'running';
    case 'refresh_start':
    case 'refresh_complete':
    case 'version':
      return 'neutral';
    default:
      return undefined;
  }
}

/** Messages that sum up. */
export function isHeadline(line: LogLine): boolean {
  return line.type === 'change_summary' || line.type === 'outputs';
}
