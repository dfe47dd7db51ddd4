import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Caller } from '../sts/Identities';

/** A request, read to its end. */
export interface Request {
  method: string;
  /** As it was sent, with its percent signs. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What is written back. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body?: Buffer | string;
  /** Break off in the middle of the body. */
  cut?: boolean;
}

/** What an operation knows besides its input. */
export interface CallContext {
  caller: Caller;
  /** Aborted when the caller has gone away. */
  signal: AbortSignal;
}

/** An operation of a service that takes and gives plain objects. */
export type Operation = (input: any, context: CallContext) => unknown;

export type Operations = Record<string, Operation>;

/** Reads a request to its end; the body is put together once, whatever its size. */
export async function readRequest(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: message.headers,
    body: chunks.length === 1 ? chunks[0] : Buffer.concat(chunks),
  };
}

/** A header as text; of one that was sent more than once, all. */
export function header(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
