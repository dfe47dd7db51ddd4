import { basename, join, posix, resolve } from 'node:path';
import { inSourceOrder, isTrue, refuseDuplicate, textOf } from './blocks';
import {
  digestOfFiles,
  isTerraformFile,
  readModuleFiles,
  type ModuleFile,
} from './moduleFiles';
import { readManifest } from './readManifest';
import { readRequirements } from './readRequirements';
import { readVariables } from './readVariables';
import { TerraformFile } from './TerraformFile';
import type { ModuleOutput, ModuleResource, TerraformModule } from './types';

const MODULE_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Reads a module's folder into what the portal shows and checks. What must
 * not be in a module is refused with a sentence that names the file.
 */
export async function readModule(folder: string): Promise<TerraformModule> {
  const absolute = resolve(folder);
  const name = basename(absolute);
  if (!MODULE_NAME.test(name)) {
    throw new Error(
      `${absolute}: a module's folder name consists of lower-case letters, digits and single dashes`,
    );
  }

  const manifest = await readManifest(join(absolute, 'module.yaml'));
  const files = await readModuleFiles(absolute);
  const parsed = await parseFiles(absolute, files);
  const topLevel = parsed.filter(file => isTopLevel(absolute, file));
  if (topLevel.length === 0) {
    throw new Error(`${absolute} has no .tf file`);
  }
  for (const file of parsed) {
    refuseBlocks(absolute, file);
  }

  return {
    ...manifest,
    name,
    digest: digestOfFiles(files),
    variables: await readVariables(topLevel),
    outputs: readOutputs(topLevel),
    ...readRequirements(topLevel, parsed),
    resources: readResources(topLevel),
    readme: files
      .find(file => file.path === 'README.md')
      ?.content.toString('utf8'),
    folder: absolute,
  };
}

async function parseFiles(
  folder: string,
  files: ModuleFile[],
): Promise<TerraformFile[]> {
  const parsed: TerraformFile[] = [];
  for (const { path, content } of files) {
    if (isTerraformFile(path)) {
      parsed.push(
        await TerraformFile.parse(join(folder, path), content.toString('utf8')),
      );
    }
  }
  return parsed;
}

function isTopLevel(folder: string, file: TerraformFile): boolean {
  return file.path === join(folder, basename(file.path));
}

function refuseBlocks(folder: string, file: TerraformFile): void {
  for (const { body } of file.blocks('terraform', 0)) {
    for (const kind of ['backend', 'cloud']) {
      if (Object.hasOwn(body, kind)) {
        throw new Error(
          `${file.path} has a ${kind} block; remove it, the portal keeps the state of every workspace`,
        );
      }
    }
  }
  for (const { labels } of file.blocks('provider', 1)) {
    throw new Error(
      `${file.path} configures provider ${labels[0]}; configure providers in terraform.environments.<name>.providers`,
    );
  }
  for (const { labels, body } of file.blocks('module', 1)) {
    const source = typeof body.source === 'string' ? body.source : '';
    const target = resolve(file.path, '..', source);
    const isLocal = /^\.\.?\//.test(source) || posix.isAbsolute(source);
    if (isLocal && !`${target}/`.startsWith(`${folder}/`)) {
      throw new Error(
        `${file.path}: module ${labels[0]} comes from ${source}, outside this module's folder; move it inside`,
      );
    }
  }
}

function readOutputs(files: TerraformFile[]): ModuleOutput[] {
  const seen = new Map<string, string>();
  return files.flatMap(file =>
    inSourceOrder(file, 'output').map(block => {
      refuseDuplicate(seen, 'output', block, file);
      const description = textOf(block.body.description);
      return {
        name: block.labels[0],
        ...(description !== undefined && { description }),
        sensitive: isTrue(block.body.sensitive),
        ephemeral: isTrue(block.body.ephemeral),
      };
    }),
  );
}

function readResources(files: TerraformFile[]): ModuleResource[] {
  const kinds = [
    ['resource', 'managed'],
    ['data', 'data'],
    ['ephemeral', 'ephemeral'],
  ] as const;
  return kinds.flatMap(([kind, mode]) => {
    const seen = new Map<string, string>();
    return files.flatMap(file =>
      file.blocks(kind, 2).map(block => {
        refuseDuplicate(seen, kind, block, file);
        const [type, name] = block.labels;
        return { type, name, mode };
      }),
    );
  });
}
