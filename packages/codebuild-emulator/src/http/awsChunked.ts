import { AwsError } from '../AwsError';

/**
 * Reads a body in the encoding `aws-chunked`: sizes in hexadecimal, signatures that are not looked at, and trailers at the end.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 *
 * @throws AwsError `IncompleteBody` when it breaks off
 */
export function decodeAwsChunked(body: Buffer): {
  body: Buffer;
  trailers: Record<string, string>;
} {
  const parts: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const line = readLine(body, offset);
    const size = parseInt(line.text, 16);
    if (Number.isNaN(size)) throw incomplete();
    offset = line.next;
    if (size === 0) break;
    if (offset + size > body.length) throw incomplete();
    parts.push(body.subarray(offset, offset + size));
    offset += size + 2;
  }
  return {
    body: parts.length === 1 ? parts[0] : Buffer.concat(parts),
    trailers: readTrailers(body.subarray(offset).toString('latin1')),
  };
}

function readLine(body: Buffer, offset: number) {
  const end = body.indexOf('\r\n', offset, 'latin1');
  if (end < 0) throw incomplete();
  return { text: body.toString('latin1', offset, end), next: end + 2 };
}

function readTrailers(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\r\n')
      .filter(line => line.includes(':'))
      .map(line => {
        const colon = line.indexOf(':');
        return [
          line.slice(0, colon).trim().toLowerCase(),
          line.slice(colon + 1).trim(),
        ];
      }),
  );
}

function incomplete(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'The request body terminated unexpectedly',
  );
}
