import type {
  LogLine,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { placeWait } from './placeWait';

const full: LogLine = {
  at: '2026-01-01T00:00:00.000Z',
  level: 'info',
  text: 'CodeBuild has no place',
  type: 'no_capacity',
};
const output: LogLine = { ...full, text: 'Initializing', type: undefined };

it.each<[RunStatus, LogLine[], LogLine[], string | undefined]>([
  ['planning', [], [], undefined],
  ['planning', [full], [], full.text],
  ['planning', [full, output], [], undefined],
  ['applying', [output], [full], full.text],
  ['applying', [full], [], undefined],
  ['planned', [full], [], undefined],
  ['canceled', [full], [], undefined],
])('while %s', (status, plan, apply, expected) => {
  expect(placeWait({ status }, { plan, apply })).toBe(expected);
});
