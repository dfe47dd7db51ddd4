import { blockOrder } from './blockOrder';
import { unescapeLiterals } from './literals';
import type { Block, TerraformFile } from './TerraformFile';

export function inSourceOrder(
  file: TerraformFile,
  kind: 'variable' | 'output',
): Block[] {
  const blocks = file.blocks(kind, 1);
  if (file.isJson) {
    return blocks;
  }
  const order = blockOrder(file.source, kind);
  return blocks.sort(
    (a, b) => order.indexOf(a.labels[0]) - order.indexOf(b.labels[0]),
  );
}

export function refuseDuplicate(
  seen: Map<string, string>,
  kind: string,
  { labels }: Block,
  file: TerraformFile,
): void {
  const name = labels.join('.');
  const first = seen.get(name);
  if (first !== undefined) {
    const where = first === file.path ? 'twice' : `again, after ${first}`;
    throw new Error(`${file.path} declares ${kind} ${name} ${where}`);
  }
  seen.set(name, file.path);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string'
    ? String(unescapeLiterals(value))
    : undefined;
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
