import { literalOf, parseExpression, type ExpressionNode } from './expressions';
import type { ObjectAttribute, TypeConstraint } from './types';

const PRIMITIVES = ['any', 'string', 'number', 'bool'] as const;
const COLLECTIONS = ['list', 'set', 'map'] as const;

/** Parses the source text of a type constraint, such as `list(string)`. */
export async function parseTypeConstraint(
  text: string,
): Promise<TypeConstraint> {
  const root = await parseExpression(text);
  if (!root) {
    throw new Error(`the type ${text} cannot be read`);
  }
  return toConstraint(root, text);
}

async function toConstraint(
  node: ExpressionNode,
  text: string,
): Promise<TypeConstraint> {
  if (node.type === 'scopeTraversal') {
    const keyword = node.meta?.value ?? '';
    const primitive = PRIMITIVES.find(kind => kind === keyword);
    if (primitive) {
      return { kind: primitive };
    }
    // `list` alone is the old way to write `list(any)`.
    const collection = COLLECTIONS.find(kind => kind === keyword);
    if (collection) {
      return { kind: collection, element: { kind: 'any' } };
    }
    throw new Error(`${keyword} is not a type`);
  }

  if (node.type === 'function') {
    const name = node.meta?.name;
    const [argument] = node.children;
    const collection = COLLECTIONS.find(kind => kind === name);
    if (collection && argument) {
      return { kind: collection, element: await toConstraint(argument, text) };
    }
    if (name === 'tuple' && argument?.type === 'tuple') {
      const elements: TypeConstraint[] = [];
      for (const element of argument.children) {
        elements.push(await toConstraint(element, text));
      }
      return { kind: 'tuple', elements };
    }
    if (name === 'object' && argument?.type === 'object') {
      return { kind: 'object', attributes: await toAttributes(argument, text) };
    }
  }
  throw new Error(`${node.meta?.value ?? text} is not a type`);
}

async function toAttributes(
  node: ExpressionNode,
  text: string,
): Promise<ObjectAttribute[]> {
  const attributes: ObjectAttribute[] = [];
  for (let index = 0; index + 1 < node.children.length; index += 2) {
    const name = keyName(node.children[index], text);
    const value = node.children[index + 1];
    if (value.type === 'function' && value.meta?.name === 'optional') {
      const [type, defaultValue] = value.children;
      attributes.push({
        name,
        type: await toConstraint(type, text),
        optional: true,
        ...(defaultValue && { default: await literalOf(defaultValue) }),
      });
    } else {
      attributes.push({
        name,
        type: await toConstraint(value, text),
        optional: false,
      });
    }
  }
  return attributes;
}

// The parser gives keys a byte range only, and a quoted one its text below.
function keyName(key: ExpressionNode, text: string): string {
  const quoted = key.children[0]?.children[0]?.meta?.value;
  if (quoted !== undefined) {
    return quoted;
  }
  const { start, end } = key.range;
  return Buffer.from(text, 'utf8').subarray(start.byte, end.byte).toString();
}
