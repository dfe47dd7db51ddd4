const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** A document: text, elements by name, and lists that repeat an element. Undefined values are left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | XmlValue[]
  | { [name: string]: XmlValue };

/**
 * Writes a document with its declaration.
 *
 * @param listElement - the element around each item of a list, as the Query protocol has it (`member`); without it a list repeats the
 *   element that it is in, as S3 does
 */
export function writeXml(
  root: string,
  namespace: string,
  value: XmlValue,
  listElement?: string,
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${content(
    value,
    listElement,
  )}</${root}>`;
}

/** The texts inside all elements of a name, not unescaped: enough for the flat documents that S3 takes. */
export function elements(xml: string, name: string): string[] {
  const pattern = new RegExp(
    `<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`,
    'g',
  );
  return [...xml.matchAll(pattern)].map(match => match[1]);
}

/** The text of the first element of a name. */
export function textOf(xml: string, name: string): string | undefined {
  const [inner] = elements(xml, name);
  return inner === undefined ? undefined : unescape(inner);
}

function content(value: XmlValue, listElement?: string): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return escape(String(value));
  if (Array.isArray(value)) {
    return value
      .map(item => element(listElement ?? 'member', item, listElement))
      .join('');
  }
  return Object.entries(value)
    .map(([name, child]) => {
      if (child === undefined) return '';
      if (Array.isArray(child) && listElement === undefined) {
        return child.map(item => element(name, item)).join('');
      }
      return element(name, child, listElement);
    })
    .join('');
}

function element(name: string, value: XmlValue, listElement?: string): string {
  return `<${name}>${content(value, listElement)}</${name}>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"\r]/g, character => ESCAPES[character]);
}

function unescape(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const hexadecimal = name[1].toLowerCase() === 'x';
    return String.fromCodePoint(
      parseInt(name.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10),
    );
  });
}
