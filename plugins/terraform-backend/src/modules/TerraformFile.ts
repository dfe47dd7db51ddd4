import { parse } from '@cdktn/hcl2json';

/** The body of a block: its arguments and nested blocks by name. */
export type BlockBody = Record<string, unknown>;

export interface Block {
  labels: string[];
  body: BlockBody;
}

/** One parsed `.tf` or `.tf.json` file. */
export class TerraformFile {
  readonly path: string;
  readonly isJson: boolean;
  readonly source: string;
  readonly #content: BlockBody;

  private constructor(path: string, source: string, content: BlockBody) {
    this.path = path;
    this.isJson = path.endsWith('.json');
    this.source = source;
    this.#content = content;
  }

  static async parse(path: string, source: string): Promise<TerraformFile> {
    const content = path.endsWith('.json')
      ? parseJson(path, source)
      : await parseHcl(path, source);
    return new TerraformFile(path, source, content);
  }

  /** Blocks of a kind, for example `resource` with its two labels. */
  blocks(kind: string, labelCount: number): Block[] {
    return [...nestedBlocks(this.#content, kind, labelCount)];
  }
}

/**
 * Blocks inside a body. Where HCL gives a list of bodies, JSON may give one
 * bare body, and a list at any level.
 */
export function* nestedBlocks(
  body: BlockBody,
  kind: string,
  labelCount: number,
): Generator<Block> {
  if (Object.hasOwn(body, kind)) {
    yield* expand(body[kind], labelCount, []);
  }
}

function* expand(
  value: unknown,
  labelCount: number,
  labels: string[],
): Generator<Block> {
  for (const item of Array.isArray(value) ? value : [value]) {
    if (!isBody(item)) {
      continue;
    }
    if (labelCount === 0) {
      yield { labels, body: item };
      continue;
    }
    for (const [label, inner] of Object.entries(item)) {
      if (label !== '//') {
        yield* expand(inner, labelCount - 1, [...labels, label]);
      }
    }
  }
}

async function parseHcl(path: string, source: string): Promise<BlockBody> {
  try {
    return await parse(path, source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.replace(/^parse config: \[(.*)\]$/s, '$1'));
  }
}

function parseJson(path: string, source: string): BlockBody {
  let content: unknown;
  try {
    content = JSON.parse(source);
  } catch (error) {
    throw new Error(`${path} is not valid JSON: ${(error as Error).message}`);
  }
  if (!isBody(content)) {
    throw new Error(`${path} must contain a JSON object`);
  }
  return content;
}

function isBody(value: unknown): value is BlockBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
