import { literalOf, parseExpression, type ExpressionNode } from './expressions';
import type { JsonSchema } from './types';

/**
 * What a validation's condition says about a value in terms of JSON Schema:
 * a choice from `contains`, a pattern from `can(regex())`, limits from
 * comparisons. What it cannot say is left to Terraform, which checks every
 * condition anyway; nothing here may refuse a value that Terraform accepts.
 */
export async function conditionLimits(
  variable: string,
  schema: JsonSchema,
  condition: string,
): Promise<JsonSchema> {
  const root = await parseExpression(condition).catch(() => undefined);
  return root ? limitsOf(root, `var.${variable}`, schema) : {};
}

async function limitsOf(
  given: ExpressionNode,
  subject: string,
  schema: JsonSchema,
): Promise<JsonSchema> {
  const node = withoutParentheses(given);

  if (node.type === 'conditional') {
    const [test, whenTrue, whenFalse] = node.children;
    return isNullTest(test, subject) && whenTrue.meta?.value === 'true'
      ? limitsOf(whenFalse, subject, schema)
      : {};
  }
  if (node.type === 'function') {
    return limitsOfCall(node, subject, schema);
  }
  if (node.type === 'binaryOp') {
    const [left, right] = node.children;
    switch (node.meta?.operator) {
      case 'logicalAnd':
        return {
          ...(await limitsOf(left, subject, schema)),
          ...(await limitsOf(right, subject, schema)),
        };
      case 'logicalOr':
        return isNullTest(left, subject)
          ? limitsOf(right, subject, schema)
          : {};
      default:
        return limitsOfComparison(node, subject, schema);
    }
  }
  return {};
}

async function limitsOfCall(
  node: ExpressionNode,
  subject: string,
  schema: JsonSchema,
): Promise<JsonSchema> {
  const [first, second] = node.children;
  if (node.meta?.name === 'contains' && second?.meta?.value === subject) {
    const choices = isLiteral(first) ? await literalOf(first) : undefined;
    return Array.isArray(choices) && choices.length > 0
      ? { enum: choices }
      : {};
  }
  if (
    node.meta?.name === 'can' &&
    first?.meta?.name === 'regex' &&
    first.children[1]?.meta?.value === subject &&
    schema.type === 'string' &&
    isLiteral(first.children[0])
  ) {
    const pattern = await literalOf(first.children[0]);
    return typeof pattern === 'string' && isCommonPattern(pattern)
      ? { pattern }
      : {};
  }
  return {};
}

async function limitsOfComparison(
  node: ExpressionNode,
  subject: string,
  schema: JsonSchema,
): Promise<JsonSchema> {
  const [left, right] = node.children.map(withoutParentheses);
  const operator = node.meta?.operator ?? '';

  if (
    operator === 'equal' &&
    schema.type === 'number' &&
    [left, right].some(side => side.meta?.value === subject) &&
    [left, right].some(side => side.meta?.value === `floor(${subject})`)
  ) {
    return { type: 'integer' };
  }
  if (!isLiteral(right)) {
    return {};
  }
  const limit = await literalOf(right);
  if (typeof limit !== 'number') {
    return {};
  }
  if (left.meta?.value === subject && schema.type === 'number') {
    switch (operator) {
      case 'greaterThanOrEqual':
        return { minimum: limit };
      case 'greaterThan':
        return { exclusiveMinimum: limit };
      case 'lessThanOrEqual':
        return { maximum: limit };
      case 'lessThan':
        return { exclusiveMaximum: limit };
      default:
        return {};
    }
  }
  if (
    left.meta?.value === `length(${subject})` &&
    Number.isInteger(limit) &&
    limit >= 0
  ) {
    return lengthLimits(schema, operator, limit);
  }
  return {};
}

function lengthLimits(
  schema: JsonSchema,
  operator: string,
  limit: number,
): JsonSchema {
  const least = { greaterThanOrEqual: limit, greaterThan: limit + 1 }[operator];
  const most = { lessThanOrEqual: limit, lessThan: limit - 1 }[operator];
  switch (schema.type) {
    case 'string':
      return {
        ...(least !== undefined && { minLength: least }),
        ...(most !== undefined && { maxLength: most }),
      };
    case 'array':
      return {
        ...(least !== undefined && { minItems: least }),
        ...(most !== undefined && { maxItems: most }),
      };
    case 'object':
      return {
        ...(least !== undefined && { minProperties: least }),
        ...(most !== undefined && { maxProperties: most }),
      };
    default:
      return {};
  }
}

/**
 * Whether RE2 and ECMAScript (with its `u` flag) read a pattern alike: plain
 * characters, classes, groups and repetitions do, the rest is not worth the risk.
 */
function isCommonPattern(pattern: string): boolean {
  const plain = /^(?:[\w \-:/@,=#%^$.*+?|()[\]{}]|\\[dw.\-+*?()[\]{}|/^$\\])*$/;
  if (!plain.test(pattern) || /\(\?(?!:)|\[:|\[\^?\]/.test(pattern)) {
    return false;
  }
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function isNullTest(node: ExpressionNode, subject: string): boolean {
  const test = withoutParentheses(node);
  return (
    test.meta?.operator === 'equal' &&
    test.children[0]?.meta?.value === subject &&
    test.children[1]?.meta?.value === 'null'
  );
}

function isLiteral(node: ExpressionNode | undefined): node is ExpressionNode {
  return (
    node !== undefined &&
    ['literalValue', 'template', 'tuple', 'unaryOp'].includes(node.type) &&
    node.children.every(isLiteral)
  );
}

function withoutParentheses(node: ExpressionNode): ExpressionNode {
  return node.type === '' && node.children.length === 1
    ? withoutParentheses(node.children[0])
    : node;
}
