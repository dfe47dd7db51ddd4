/** What a script is made of. */
export interface ScriptOptions {
  /** Each a text for the shell, maybe of several lines; only the status of its last line counts. */
  commands: string[];
  /** The same as they are shown in the log. */
  shown: string[];
  /** The folder in which shells of one build leave notes for each other. */
  control: string;
  /** Stands for the time in lines of the log. */
  timeToken: string;
  succeeding: boolean;
  exportedVariables: string[];
}

/**
 * The script of one list of commands. It goes on with the folder and the exported variables of the one before, stops at the first
 * command that fails, and notes how far it came. Both outputs are one, so that their order is kept.
 */
export function phaseScript(options: ScriptOptions): string {
  const { commands, shown, control, timeToken, exportedVariables } = options;
  const file = (name: string) => quote(`${control}/${name}`);
  return [
    'exec 2>&1',
    `[ ! -f ${file('exports')} ] || . ${file('exports')}`,
    `cd "$(cat ${file('cwd')})"`,
    `export CODEBUILD_BUILD_SUCCEEDING=${options.succeeding ? 1 : 0}`,
    `echo 0 > ${file('command')}`,
    '__emulator_save() {',
    `  export -p > ${file('exports')}`,
    `  pwd > ${file('cwd')}`,
    ...exportedVariables.map(
      name => `  printf %s "\${${name}-}" > ${file(`exported.${name}`)}`,
    ),
    '}',
    'trap __emulator_save EXIT',
    ...commands.flatMap((_, index) => [
      `echo ${index} > ${file('command')}`,
      `printf '[Container] %s Running command %s\\n' ${timeToken} ${quote(
        shown[index],
      )}`,
      `. ${file(`command.${index}`)}`,
      '__emulator_status=$?',
      '[ "$__emulator_status" = 0 ] || exit "$__emulator_status"',
    ]),
    '',
  ].join('\n');
}

function quote(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}
