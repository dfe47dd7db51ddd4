import { DateTime, Duration as Period } from 'luxon';

/** How times, ids and errors read; what actions and statuses are called is in terraform-common. */

/** "450 ms", "14 s", "2 min 5 s", "1 h 3 min", "2 d 4 h". */
export function formatDuration(seconds: number): string {
  if (seconds > 0 && seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return joined(minutes, 'min', whole % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joined(hours, 'h', minutes % 60, 'min');
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function joined(
  big: number,
  bigUnit: string,
  small: number,
  smallUnit: string,
) {
  return small === 0
    ? `${big} ${bigUnit}`
    : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

/** "just now", "12 min ago", "3 h ago", "2 d ago"; "in 2 d" for what is to come. */
export function formatAgo(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 10) return 'just now';
  const text = largestUnit(size);
  return seconds < 0 ? `in ${text}` : `${text} ago`;
}

function largestUnit(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** The first characters of an id or digest, enough to tell two apart: `sha256:7f3a9c…` as "7f3a9c12…". */
export function shortId(id: string): string {
  const text = id.replace(/^[a-z0-9]+:/, '');
  return text.length > 12 ? `${text.slice(0, 8)}…` : text;
}

/** "1 resource", "2 resources". */
export function count(
  amount: number,
  one: string,
  other: string = `${one}s`,
): string {
  return `${amount.toLocaleString('en')} ${amount === 1 ? one : other}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(words: string[], last: string = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;
}

/** A message with the full stop that lets another sentence follow. */
export function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** "12 March 2026", in the reader's own way of writing days. */
export function formatDay(at: string): string {
  return DateTime.fromISO(at).toLocaleString(DateTime.DATE_FULL);
}

/**
 * An ISO 8601 duration as people say it: "1 year", "2 months, 15 days".
 *
 * @public
 */
export function describePeriod(period: string): string {
  const duration = Period.fromISO(period, { locale: 'en' });
  return duration.isValid ? duration.toHuman() : period;
}

type WithCause = Error & { cause?: unknown; statusCode?: unknown };

/**
 * The server's own sentence where there is one: a ResponseError's message says only the status.
 *
 * @public
 */
export function errorMessage(error: Error): string {
  const { cause } = error as WithCause;
  return cause instanceof Error && cause.message
    ? cause.message
    : error.message;
}

/** HTTP status of a ResponseError. */
export function errorStatus(error: Error): number | undefined {
  const { statusCode } = error as WithCause;
  return typeof statusCode === 'number' ? statusCode : undefined;
}
