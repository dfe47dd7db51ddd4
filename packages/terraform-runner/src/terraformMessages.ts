import type { Diagnostic, LogLevel } from './index';
import { asObject, asString, isObject, type JsonObject } from './json';

// eslint-disable-next-line no-control-regex
const ANSI = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

export interface TerraformMessage extends JsonObject {
  type: string;
}

/** One line of `-json` output; undefined for the raw lines that Terraform and providers write in between. */
export function parseMessage(line: string): TerraformMessage | undefined {
  if (!line.startsWith('{')) {
    return undefined;
  }
  try {
    const message: unknown = JSON.parse(line);
    return isObject(message) && '@message' in message
      ? { ...message, type: asString(message.type) ?? 'log' }
      : undefined;
  } catch {
    return undefined;
  }
}

export function withoutAnsi(text: string): string {
  return text.replace(ANSI, '');
}

export function levelOf(message: TerraformMessage): LogLevel {
  switch (message['@level']) {
    case 'error':
      return 'error';
    case 'warn':
      return 'warn';
    case 'debug':
    case 'trace':
      return 'debug';
    default:
      return 'info';
  }
}

/** The shape of Terraform's diagnostics is the same in `-json` messages and in `validate -json`. */
export function toDiagnostic(
  raw: unknown,
  clean: (text: string) => string,
): Diagnostic {
  const source = asObject(raw);
  const range = asObject(source.range);
  const start = asObject(range.start);
  const code = asString(asObject(source.snippet).code);
  const text = (value: unknown) => {
    const found = asString(value);
    return found === undefined || found === '' ? undefined : clean(found);
  };
  const number = (value: unknown) =>
    typeof value === 'number' ? value : undefined;
  return {
    severity: source.severity === 'warning' ? 'warning' : 'error',
    summary: clean(asString(source.summary) ?? ''),
    detail: text(source.detail),
    address: text(source.address),
    filename: text(range.filename),
    line: number(start.line),
    column: number(start.column),
    code: text(code),
  };
}

/** A diagnostic as lines of a log. */
export function diagnosticText(diagnostic: Diagnostic): string {
  const { severity, summary, detail, filename, line, code, address } =
    diagnostic;
  const place = filename && `  on ${filename}${line ? ` line ${line}` : ''}`;
  return [
    `${severity === 'error' ? 'Error' : 'Warning'}: ${summary}`,
    address && `  with ${address}`,
    place,
    code?.replace(/^/gm, '    '),
    detail,
  ]
    .filter(Boolean)
    .join('\n');
}
