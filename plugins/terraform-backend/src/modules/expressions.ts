import { getExpressionAst, parse } from '@cdktn/hcl2json';
import { unescapeLiterals } from './literals';

/** What is used of the HCL parser's tree; its own types do not say it all. */
export interface ExpressionNode {
  type: string;
  children: ExpressionNode[];
  range: { start: { byte: number }; end: { byte: number } };
  meta?: { value?: string; name?: string; operator?: string };
}

export async function parseExpression(
  text: string,
): Promise<ExpressionNode | undefined> {
  const root = await getExpressionAst('expression', text);
  return (root as ExpressionNode | null) ?? undefined;
}

/** The value of an expression that consists of literals only. */
export async function literalOf(node: ExpressionNode): Promise<unknown> {
  const parsed = await parse('expression', `value = ${node.meta?.value}\n`);
  return unescapeLiterals(parsed.value);
}
