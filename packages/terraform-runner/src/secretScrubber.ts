import { isObject } from './json';

export const SENSITIVE = '(sensitive)';

const SHORTEST_SECRET = 4;
const SHORTEST_LINE = 8;
const SHORTEST_BASE64 = 12;

/** Words that say nothing and would riddle every text. */
const NOT_SECRET = new Set(['true', 'false', 'null']);

/** Go's JSON encoder writes these as escapes. */
const GO_ESCAPES = /[<>&\u2028\u2029]/g;

function goEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function escaped(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [json, json.replace(GO_ESCAPES, goEscape)];
}

function urlEncoded(value: string): string[] {
  try {
    return [encodeURIComponent(value)];
  } catch {
    return []; // a lone surrogate
  }
}

/**
 * Base64 of the value itself, and the part that it always has when it is encoded amid other text, as in `user:password`: three
 * ways, by its offset in a group of three bytes, without the characters that neighbours share.
 */
function base64(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const cores = [0, 1, 2].map(offset => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    return padded
      .toString('base64')
      .slice(Math.ceil((offset * 4) / 3), Math.floor((padded.length * 4) / 3));
  });
  const forms = [bytes.toString('base64'), ...cores];
  return [
    ...forms.filter(form => form.length >= SHORTEST_BASE64),
    ...forms
      .map(form => form.replaceAll('+', '-').replaceAll('/', '_'))
      .filter(form => form.length >= SHORTEST_BASE64),
  ];
}

function formsOf(secret: string): string[] {
  const lines = secret
    .split(/\r?\n/)
    .flatMap(line => [line, line.trim()])
    .filter(line => line.length >= SHORTEST_LINE);
  return [
    secret,
    ...(secret.trim().length >= SHORTEST_SECRET ? [secret.trim()] : []),
    ...escaped(secret),
    ...lines,
    ...lines.flatMap(escaped),
    ...urlEncoded(secret),
    ...base64(secret),
  ];
}

/** Takes known secrets out of texts, in the forms in which they usually appear. Values can be added while a phase goes on. */
export class SecretScrubber {
  #forms: string[] = [];

  constructor(secrets: Iterable<string> = []) {
    this.add(secrets);
  }

  /** Length of the longest text that is looked for. */
  get longest(): number {
    return this.#forms[0]?.length ?? 0;
  }

  add(secrets: Iterable<string>): void {
    const forms = new Set(this.#forms);
    for (const secret of secrets) {
      if (secret.length >= SHORTEST_SECRET && !NOT_SECRET.has(secret)) {
        formsOf(secret).forEach(form => forms.add(form));
      }
    }
    this.#forms = [...forms].sort((a, b) => b.length - a.length);
  }

  /** A scrubber that knows more, for texts of which more is known. */
  with(secrets: Iterable<string>): SecretScrubber {
    const more = new SecretScrubber();
    more.#forms = this.#forms;
    more.add(secrets);
    return more;
  }

  scrub(text: string): string {
    const hits = this.#hits(text);
    if (hits.length === 0) {
      return text;
    }
    let clean = '';
    let from = 0;
    for (const { start, end } of hits) {
      clean += text.slice(from, start) + SENSITIVE;
      from = end;
    }
    return clean + text.slice(from);
  }

  /** The same for all strings, numbers and keys in a value. */
  scrubValue(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.scrub(value);
    }
    if (typeof value === 'number') {
      return this.#hits(String(value)).length > 0 ? SENSITIVE : value;
    }
    if (Array.isArray(value)) {
      return value.map(item => this.scrubValue(item));
    }
    if (isObject(value)) {
      return this.scrubKeys(
        Object.entries(value).map(([key, item]) => [
          key,
          this.scrubValue(item),
        ]),
      );
    }
    return value;
  }

  /** Makes an object of entries with scrubbed keys, none of which is lost when two become the same. */
  scrubKeys(entries: Array<[string, unknown]>): Record<string, unknown> {
    const taken = new Set<string>();
    return Object.fromEntries(
      entries.map(([key, item]) => {
        const clean = this.scrub(key);
        let free = clean;
        for (let n = 2; taken.has(free); n++) {
          free = `${clean} (${n})`;
        }
        taken.add(free);
        return [free, item];
      }),
    );
  }

  /** Where secrets stand, overlapping ones as one, so that no rest of one is left beside another. */
  #hits(text: string): Array<{ start: number; end: number }> {
    const found: Array<{ start: number; end: number }> = [];
    for (const form of this.#forms) {
      if (form.length > text.length) {
        continue;
      }
      for (
        let start = text.indexOf(form);
        start >= 0;
        start = text.indexOf(form, start + 1)
      ) {
        found.push({ start, end: start + form.length });
      }
    }
    found.sort((a, b) => a.start - b.start);
    const merged: Array<{ start: number; end: number }> = [];
    for (const hit of found) {
      const last = merged[merged.length - 1];
      if (last && hit.start < last.end) {
        last.end = Math.max(last.end, hit.end);
      } else {
        merged.push(hit);
      }
    }
    return merged;
  }
}
