import type { ModuleVariable } from '@planroom/backstage-plugin-terraform-common';
import {
  changedVariables,
  inputOf,
  problemOf,
  textOf,
  type VariableInput,
} from './variableForm';

function variable(overrides: Partial<ModuleVariable>): ModuleVariable {
  return {
    name: 'x',
    type: 'string',
    required: false,
    sensitive: false,
    ephemeral: false,
    nullable: false,
    validations: [],
    schema: {},
    ...overrides,
  };
}

describe('variableForm', () => {
  it.each<[Partial<ModuleVariable>, VariableInput]>([
    [{ type: 'string' }, 'text'],
    [{ type: 'string', schema: { enum: ['a', 'b'] } }, 'choice'],
    [{ type: 'number' }, 'number'],
    [{ type: 'bool' }, 'bool'],
    [{ type: 'map(string)' }, 'json'],
    [{ type: 'string', sensitive: true }, 'secret'],
  ])('types %j in as %s', (overrides, input) => {
    expect(inputOf(variable(overrides))).toBe(input);
  });

  it.each<[Partial<ModuleVariable>, string, RegExp | '']>([
    [{ type: 'number' }, '3', ''],
    [{ type: 'number' }, 'three', /number/],
    [{ type: 'list(string)' }, '["a"]', ''],
    [{ type: 'list(string)' }, '["a"', /not valid JSON/],
    [{ required: true }, ' ', /needed/],
    [{ default: 'a' }, '', ''],
  ])('judges %j = %j', (overrides, text, problem) => {
    expect(problemOf(variable(overrides), text) ?? '').toMatch(problem || /^$/);
  });

  it('sends what changed and nothing else', () => {
    const variables = [
      variable({ name: 'same' }),
      variable({ name: 'text' }),
      variable({ name: 'untouched', default: 'd' }),
      variable({ name: 'count', type: 'number', default: 1 }),
      variable({ name: 'on', type: 'bool', default: false }),
      variable({ name: 'map', type: 'map(string)', default: {} }),
      variable({ name: 'emptied', default: 'd' }),
      variable({ name: 'nulled', nullable: true, default: 'd' }),
      variable({ name: 'token', sensitive: true }),
      variable({ name: 'broken', type: 'number' }),
    ];
    expect(
      changedVariables(
        variables,
        { same: 'a', text: 'a', emptied: 'b', nulled: 'b' },
        {
          same: 'a',
          text: 'b',
          count: '3',
          on: 'true',
          map: '{"a":"b"}',
          emptied: '',
          nulled: '',
          token: { $secretRef: 'ref' },
          broken: 'x',
        },
      ),
    ).toEqual({
      text: 'b',
      count: 3,
      on: true,
      map: { a: 'b' },
      emptied: 'd',
      nulled: null,
      token: { $secretRef: 'ref' },
    });
    expect(textOf(variables[5], undefined)).toBe('{}');
  });
});
