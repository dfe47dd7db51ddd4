import { escapeTemplates, unescapeLiterals } from './literals';

describe('literals', () => {
  it.each([
    ['plain $ % {}', 'plain $ % {}'],
    ['${file("/etc/passwd")}', '$${file("/etc/passwd")}'],
    ['%{if true}', '%%{if true}'],
    ['$${x}', '$$${x}'],
    [{ 'a${b}': ['${c}', 1, null] }, { 'a$${b}': ['$${c}', 1, null] }],
  ])('escapes %j and reads it back', (value, escaped) => {
    expect(escapeTemplates(value)).toEqual(escaped);
    expect(unescapeLiterals(escaped)).toEqual(value);
  });
});
