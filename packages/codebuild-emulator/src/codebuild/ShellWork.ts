import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildEnvironment } from './buildEnvironment';
import {
  COMMAND_PHASES,
  parseBuildspec,
  type Buildspec,
  type CommandPhaseName,
} from './buildspec';
import type { BuildStage, BuildWork } from './BuildWork';
import { Container } from './Container';
import { PhaseFailure } from './PhaseFailure';
import { downloadSource } from './sources';
import type { EmulatedBuild, PhaseType } from './types';

/** The commands of a buildspec, in shells. */
export class ShellWork implements BuildWork {
  #container: Container | undefined;
  #closeCredentials = () => {};

  async run(stage: BuildStage): Promise<void> {
    const { build } = stage;
    let downloaded: Buildspec | undefined;
    await stage.phase('DOWNLOAD_SOURCE', async () => {
      downloaded = await this.#download(stage);
    });
    if (!downloaded) return;
    const spec = downloaded;
    for (const name of COMMAND_PHASES) {
      const succeeded = await stage.phase(name.toUpperCase() as PhaseType, () =>
        this.#runCommands(name, spec, stage),
      );
      const onFailure =
        spec.phases[name]?.onFailure ??
        (name === 'build' ? 'CONTINUE' : 'ABORT');
      if (!succeeded && onFailure === 'ABORT') break;
    }
    for (const variable of spec.exportedVariables) {
      build.exportedEnvironmentVariables.push({
        name: variable,
        value: await this.#container!.exported(variable),
      });
    }
    await stage.phase('UPLOAD_ARTIFACTS', async () => {});
  }

  /** Makes the build's folder, puts the source into it, and reads the buildspec. */
  async #download(stage: BuildStage): Promise<Buildspec> {
    const { build, place, log } = stage;
    this.#container = await Container.create({
      folder: join(place.folder, build.uuid),
      mark: `CODEBUILD_BUILD_ID=${build.id}`,
      imagePaths: place.imagePaths,
    });
    await stage.checkEnded();
    const { sourceFolder } = this.#container;
    await downloadSource(build, place.buckets, sourceFolder);
    checkVariables(build);
    const spec = parseBuildspec(await readBuildspec(build, sourceFolder));
    await stage.checkEnded();
    const credentials = place.credentials.open(build);
    this.#closeCredentials = () => place.credentials.close(credentials.path);
    await this.#container.prepare(
      buildEnvironment(build, {
        region: place.account.region,
        endpoint: place.endpoint(),
        credentials,
        sourceFolder,
        imageEnv: place.imageEnv,
        buildspecEnv: spec.variables,
      }),
    );
    log.note(`CODEBUILD_SRC_DIR=${sourceFolder}`);
    log.note('Processing environment variables');
    log.note(`Moving to directory ${sourceFolder}`);
    return spec;
  }

  /** Runs the commands of a phase, then what follows them in any case. */
  async #runCommands(
    name: CommandPhaseName,
    spec: Buildspec,
    { log, ...stage }: BuildStage,
  ): Promise<void> {
    const phase = spec.phases[name];
    let failure: PhaseFailure | undefined;
    for (const commands of [phase?.commands ?? [], phase?.finally ?? []]) {
      if (commands.length === 0) continue;
      const failed = await this.#container!.run({
        commands,
        shell: spec.shell,
        succeeding: stage.isSucceeding() && !failure,
        exportedVariables: spec.exportedVariables,
        onLine: (line, timeToken) =>
          log.line(line.replaceAll(timeToken, log.time())),
      });
      await stage.checkEnded();
      if (failed) {
        const { command, reason } = failed;
        log.note(`Command did not exit successfully ${command} ${reason}`);
        failure ??= new PhaseFailure(
          'COMMAND_EXECUTION_ERROR',
          `Error while executing command: ${command}. Reason: ${reason}`,
        );
      }
    }
    if (failure) throw failure;
  }

  async terminate(): Promise<void> {
    await this.#container?.terminate();
  }

  kill(): void {
    this.#closeCredentials();
    this.#container?.kill();
  }

  async remove(): Promise<void> {
    await this.#container?.remove();
  }
}

/** @throws PhaseFailure for a variable whose value is somewhere else */
function checkVariables({ environmentVariables }: EmulatedBuild): void {
  for (const { name, type } of environmentVariables) {
    if (type && type !== 'PLAINTEXT') {
      throw new PhaseFailure(
        'CLIENT_ERROR',
        `The emulator has no ${type}, which the variable ${name} comes from`,
      );
    }
  }
}

async function readBuildspec(
  { source }: EmulatedBuild,
  sourceFolder: string,
): Promise<string> {
  const given = source.buildspec ?? 'buildspec.yml';
  if (given.includes('\n')) return given;
  if (source.type === 'NO_SOURCE') {
    throw new PhaseFailure(
      'YAML_FILE_ERROR',
      'A build without a source needs the text of its buildspec',
    );
  }
  return readFile(join(sourceFolder, given), 'utf8').catch(() => {
    throw new PhaseFailure(
      'YAML_FILE_ERROR',
      `stat ${given}: no such file or directory`,
    );
  });
}
