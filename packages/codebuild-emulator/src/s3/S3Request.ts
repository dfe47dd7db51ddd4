import { AwsError } from '../AwsError';
import { decodeAwsChunked } from '../http/awsChunked';
import { header, type Answer, type Request } from '../http/messages';

/** A request to S3: path style, `/<bucket>/<key>`. */
export interface S3Request {
  method: string;
  bucket: string;
  /** Empty for the bucket itself. */
  key: string;
  query: URLSearchParams;
  /** In lower case, trailers of the body included. */
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export type S3Operation = (request: S3Request) => Answer;

export type S3Operations = Record<string, S3Operation>;

/** @throws AwsError `InvalidURI` for percent signs that encode nothing, `IncompleteBody` */
export function readS3Request(request: Request): S3Request {
  const path = request.path.slice(1);
  const slash = path.indexOf('/');
  const common = {
    method: request.method,
    bucket: decode(slash < 0 ? path : path.slice(0, slash)),
    key: slash < 0 ? '' : decode(path.slice(slash + 1)),
    query: request.query,
  };
  const payload = header(request, 'x-amz-content-sha256') ?? '';
  if (!payload.startsWith('STREAMING-')) {
    return { ...common, headers: request.headers, body: request.body };
  }
  const { body, trailers } = decodeAwsChunked(request.body);
  return { ...common, headers: { ...request.headers, ...trailers }, body };
}

/** A header as text. */
export function textHeader(
  { headers }: Pick<S3Request, 'headers'>,
  name: string,
): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
