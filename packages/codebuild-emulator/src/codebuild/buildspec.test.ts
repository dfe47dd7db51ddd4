import { parseBuildspec } from './buildspec';

it('reads what builds use', () => {
  expect(
    parseBuildspec(`
version: 0.2
env:
  shell: bash
  variables: { SIZE: 3 }
  exported-variables: [RESULT]
phases:
  build:
    on-failure: CONTINUE
    commands:
      - echo one
      - |
        echo two
        echo three
    finally: [echo last]
`),
  ).toEqual({
    shell: 'bash',
    variables: { SIZE: '3' },
    exportedVariables: ['RESULT'],
    phases: {
      build: {
        commands: ['echo one', 'echo two\necho three\n'],
        finally: ['echo last'],
        onFailure: 'CONTINUE',
      },
    },
  });
});

it.each([
  ['phases: {build: {commands: [a]}}', 'version 0.2'],
  ['version: 0.2', 'Expected phases to be a mapping'],
  ['version: 0.2\nphases: {bild: {commands: [a]}}', 'Unknown phase bild'],
  [
    'version: 0.2\nphases:\n  build:\n    commands:\n      - echo a: b',
    'Expected Commands[0] to be of string type: found subkeys instead',
  ],
  ['version: 0.2\nenv: {shell: zsh}\nphases: {}', 'not zsh'],
  [
    'version: 0.2\nenv: {secrets-manager: {A: b}}\nphases: {}',
    'does not do secrets-manager of env',
  ],
  [
    'version: 0.2\nphases: {build: {on-failure: RETRY, commands: []}}',
    'on-failure of build is RETRY',
  ],
  ['version: 0.2\nphases: {build: [', 'Flow'],
])('refuses %j', (text, message) => {
  expect(() => parseBuildspec(text)).toThrow(message);
});
