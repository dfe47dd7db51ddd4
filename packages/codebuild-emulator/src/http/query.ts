/** What a form of the Query protocol says: text, structures by name, and lists. */
export type QueryValue = string | QueryValue[] | { [name: string]: QueryValue };

/**
 * Reads the names of a form, such as `Tags.member.1.Key`, into structures.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function readQuery(form: URLSearchParams): Record<string, QueryValue> {
  const tree: Record<string, any> = Object.create(null);
  for (const [name, value] of form) {
    const path = name.split('.');
    const last = path.pop()!;
    let node = tree;
    for (const part of path) {
      if (typeof node[part] !== 'object') node[part] = Object.create(null);
      node = node[part];
    }
    node[last] = value;
  }
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [name, withLists(value)]),
  );
}

function withLists(value: any): QueryValue {
  if (typeof value === 'string') return value;
  if (value.member && typeof value.member === 'object') {
    return Object.keys(value.member)
      .sort((a, b) => Number(a) - Number(b))
      .map(index => withLists(value.member[index]));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, withLists(child)]),
  );
}

/** A list of a form: an empty one is sent as an empty text. */
export function listOf<T>(value: T[] | '' | undefined): T[] {
  return value || [];
}
