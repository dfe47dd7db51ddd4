import { parse } from 'yaml';
import { PhaseFailure } from './PhaseFailure';

/** The phases that run commands, in their order. */
export const COMMAND_PHASES = [
  'install',
  'pre_build',
  'build',
  'post_build',
] as const;

export type CommandPhaseName = (typeof COMMAND_PHASES)[number];

export interface CommandPhase {
  commands: string[];
  finally: string[];
  onFailure: 'ABORT' | 'CONTINUE' | undefined;
}

export interface Buildspec {
  shell: 'sh' | 'bash';
  variables: Record<string, string>;
  exportedVariables: string[];
  phases: Partial<Record<CommandPhaseName, CommandPhase>>;
}

/** What a buildspec can say and the emulator does not do. */
const UNSUPPORTED = {
  document: ['artifacts', 'cache', 'reports', 'batch', 'proxy', 'run-as'],
  env: ['parameter-store', 'secrets-manager', 'git-credential-helper'],
  phase: ['run-as', 'runtime-versions'],
};

/**
 * Reads a buildspec of version 0.2.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 *
 * @throws PhaseFailure `YAML_FILE_ERROR`
 */
export function parseBuildspec(text: string): Buildspec {
  const spec = readMapping('the buildspec', readYaml(text));
  if (String(spec.version) !== '0.2') {
    throw invalid(
      `The emulator reads buildspecs of version 0.2, this one says ${spec.version}`,
    );
  }
  refuse(spec, UNSUPPORTED.document, 'the buildspec');
  const env = readMapping('env', spec.env ?? {});
  refuse(env, UNSUPPORTED.env, 'env');
  const phases = readMapping('phases', spec.phases);
  for (const name of Object.keys(phases)) {
    if (!COMMAND_PHASES.includes(name as CommandPhaseName)) {
      throw invalid(`Unknown phase ${name}`);
    }
  }
  return {
    shell: readShell(env.shell),
    variables: Object.fromEntries(
      Object.entries(readMapping('variables', env.variables ?? {})).map(
        ([name, value]) => [name, String(value ?? '')],
      ),
    ),
    exportedVariables: readTexts(
      'exported-variables',
      env['exported-variables'],
    ),
    phases: Object.fromEntries(
      Object.entries(phases).map(([name, phase]) => [
        name,
        readPhase(name, phase),
      ]),
    ),
  };
}

function readPhase(name: string, value: unknown): CommandPhase {
  const phase = readMapping(name, value);
  refuse(phase, UNSUPPORTED.phase, name);
  const onFailure = phase['on-failure'];
  if (
    onFailure !== undefined &&
    onFailure !== 'ABORT' &&
    onFailure !== 'CONTINUE'
  ) {
    throw invalid(
      `on-failure of ${name} is ${onFailure}; the emulator does ABORT and CONTINUE`,
    );
  }
  return {
    commands: readTexts('Commands', phase.commands),
    finally: readTexts('Finally', phase.finally),
    onFailure: onFailure as CommandPhase['onFailure'],
  };
}

function readShell(value: unknown): Buildspec['shell'] {
  if (value === undefined || value === 'sh' || value === '/bin/sh') return 'sh';
  if (value === 'bash' || value === '/bin/bash') return 'bash';
  throw invalid(`The emulator has the shells sh and bash, not ${value}`);
}

function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw invalid(String(error));
  }
}

function readMapping(name: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`Expected ${name} to be a mapping`);
  }
  return value as Record<string, unknown>;
}

function readTexts(name: string, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((item, index) => {
    if (typeof item === 'object') {
      throw invalid(
        `Expected ${name}[${index}] to be of string type: found subkeys instead`,
      );
    }
    return String(item);
  });
}

function refuse(
  mapping: Record<string, unknown>,
  keys: string[],
  place: string,
): void {
  const key = keys.find(name => mapping[name] !== undefined);
  if (key) throw invalid(`The emulator does not do ${key} of ${place}`);
}

function invalid(message: string): PhaseFailure {
  return new PhaseFailure('YAML_FILE_ERROR', message);
}
