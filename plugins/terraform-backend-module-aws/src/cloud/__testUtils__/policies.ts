/** Just enough of how IAM decides to hold a session policy against: Deny wins, conditions compare two keys, resources are all. */

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  NotAction?: string[];
  Resource: string;
  Condition?: { StringNotEquals: Record<string, string | string[]> };
}

/** What a request says; a key that it does not say is not equal to anything. */
export type RequestContext = Record<string, string>;

export function isAllowed(
  policy: string,
  action: string,
  context: RequestContext = {},
): boolean {
  const { Statement: statements } = JSON.parse(policy) as {
    Statement: Statement[];
  };
  const applying = statements.filter(
    statement =>
      isAbout(statement, action) && holds(statement.Condition, context),
  );
  return (
    applying.some(({ Effect }) => Effect === 'Allow') &&
    !applying.some(({ Effect }) => Effect === 'Deny')
  );
}

function isAbout({ Action, NotAction }: Statement, action: string): boolean {
  return NotAction
    ? !NotAction.some(pattern => matches(pattern, action))
    : [Action ?? []].flat().some(pattern => matches(pattern, action));
}

/** Of IAM's wildcards only those at the end. */
function matches(pattern: string, action: string): boolean {
  return pattern.endsWith('*')
    ? action.startsWith(pattern.slice(0, -1))
    : pattern === action;
}

function holds(
  condition: Statement['Condition'],
  context: RequestContext,
): boolean {
  return Object.entries(condition?.StringNotEquals ?? {}).every(
    ([key, values]) => ![values].flat().some(value => value === context[key]),
  );
}
