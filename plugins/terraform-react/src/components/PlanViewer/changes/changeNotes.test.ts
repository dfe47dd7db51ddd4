import type { PlanChange } from '@planroom/backstage-plugin-terraform-common';
import { sampleChange } from '../../../testUtils';
import { changeNotes } from './changeNotes';

describe('changeNotes', () => {
  const table: Array<[string, Partial<PlanChange>, string[]]> = [
    ['what changes', { summary: 'size 1 → 2' }, ['size 1 → 2']],
    [
      'what forces replacement',
      {
        action: 'replace',
        reason: 'replace_because_cannot_update',
        summary: 'engine 14 → 16 (forces replacement)',
      },
      ['! engine 14 → 16 (forces replacement)'],
    ],
    [
      'why something is replaced that does not change',
      { action: 'replace', reason: 'replace_by_request', summary: '' },
      ['! replacement was asked for'],
    ],
    [
      'why something is destroyed',
      { action: 'delete', reason: 'delete_because_each_key', summary: 'old' },
      ['old', 'its key is no longer in for_each'],
    ],
    [
      'a reason of a later Terraform',
      { action: 'delete', reason: 'delete_because_of_moon', summary: '' },
      ['delete because of moon'],
    ],
    [
      'where something came from',
      { summary: 'size 1 → 2', previousAddress: 'a.b', importId: 'i-1' },
      ['size 1 → 2', 'moved from a.b', 'imported i-1'],
    ],
    [
      'a move once',
      { action: 'move', summary: 'moved from a.b', previousAddress: 'a.b' },
      ['moved from a.b'],
    ],
  ];

  it.each(table)('tells %s', (_name, overrides, expected) => {
    expect(
      changeNotes(sampleChange(overrides)).map(
        ({ text, forces }) => (forces ? '! ' : '') + text,
      ),
    ).toEqual(expected);
  });
});
