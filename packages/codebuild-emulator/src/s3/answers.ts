import type { AwsError } from '../AwsError';
import type { Answer } from '../http/messages';
import { writeXml, type XmlValue } from '../http/xml';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document, with more headers if need be. */
export function document(
  root: string,
  value: XmlValue,
  headers: Record<string, string> = {},
): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: writeXml(root, NAMESPACE, value),
  };
}

/** An answer without a body. */
export function empty(
  headers: Record<string, string> = {},
  status = 200,
): Answer {
  return { status, headers };
}

/** S3's error documents have no namespace. */
export function errorAnswer(error: AwsError, resource: string): Answer {
  const xml = writeXml('Error', '', {
    Code: error.code,
    Message: error.message,
    ...error.details,
    Resource: resource,
    RequestId: 'EMULATED',
  });
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml' },
    body: xml.replace(' xmlns=""', ''),
  };
}
