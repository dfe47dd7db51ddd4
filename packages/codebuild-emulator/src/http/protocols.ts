import type { AwsError } from '../AwsError';
import type { ServiceName } from '../Journal';
import { errorAnswer } from '../s3/answers';
import { operationOf } from '../s3/operationOf';
import { readS3Request, type S3Operations } from '../s3/S3Request';
import { commonError, type ProtocolName } from './errorNames';
import {
  header,
  type Answer,
  type CallContext,
  type Operations,
  type Request,
} from './messages';
import { readQuery } from './query';
import { writeXml, type XmlValue } from './xml';

/** A request that is understood: what is asked of which service, and how to answer it. */
export interface Call {
  service: ServiceName;
  protocol: ProtocolName;
  operation: string;
  /** What goes into the journal. */
  input: unknown;
  /** Undefined when the service has no such operation. */
  run?(context: CallContext): Promise<Answer>;
  fail(error: AwsError): Answer;
}

/** The services by the way in which they speak. */
export interface Services {
  json: Record<'codebuild' | 'logs' | 'sqs' | 'kms', Operations>;
  query: Record<'sts' | 'iam', Operations>;
  s3: S3Operations;
}

const TARGETS: Record<string, keyof Services['json']> = {
  CodeBuild_20161006: 'codebuild',
  Logs_20140328: 'logs',
  AmazonSQS: 'sqs',
  TrentService: 'kms',
};

const VERSIONS: Record<string, keyof Services['query']> = {
  '2011-06-15': 'sts',
  '2010-05-08': 'iam',
};

const NAMESPACES: Record<keyof Services['query'], string> = {
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
};

/**
 * Tells the protocol by the request, as the services share one port.
 *
 * @throws AwsError when the request is for a service that is not here
 */
export function understand(request: Request, services: Services): Call {
  const target = header(request, 'x-amz-target');
  if (target) return jsonCall(request, target, services.json);
  const type = header(request, 'content-type') ?? '';
  if (
    request.method === 'POST' &&
    type.startsWith('application/x-www-form-urlencoded')
  ) {
    return queryCall(request, services.query);
  }
  return s3Call(request, services.s3);
}

function jsonCall(
  request: Request,
  target: string,
  services: Services['json'],
): Call {
  const [prefix, operation] = target.split('.');
  const service = TARGETS[prefix];
  if (!service) throw unknownService(prefix, operation, 'json');
  const type = header(request, 'content-type') ?? 'application/x-amz-json-1.1';
  const input = request.body.length ? JSON.parse(request.body.toString()) : {};
  const answer = (status: number, value: unknown): Answer => ({
    status,
    headers: { 'content-type': type },
    body: JSON.stringify(value),
  });
  const run = services[service][operation];
  return {
    service,
    protocol: 'json',
    operation,
    input,
    run:
      run && (async context => answer(200, (await run(input, context)) ?? {})),
    fail: ({ code, message, status }) =>
      answer(status, { __type: code, message }),
  };
}

function queryCall(request: Request, services: Services['query']): Call {
  const form = new URLSearchParams(request.body.toString());
  const operation = form.get('Action') ?? '';
  const version = form.get('Version') ?? '';
  const service = VERSIONS[version];
  if (!service) throw unknownService(`version ${version}`, operation, 'query');
  const { Action: _action, Version: _version, ...input } = readQuery(form);
  const answer = (status: number, root: string, value: XmlValue): Answer => ({
    status,
    headers: { 'content-type': 'text/xml' },
    body: writeXml(root, NAMESPACES[service], value, 'member'),
  });
  const run = services[service][operation];
  return {
    service,
    protocol: 'query',
    operation,
    input,
    run:
      run &&
      (async context =>
        answer(200, `${operation}Response`, {
          [`${operation}Result`]: (await run(input, context)) as XmlValue,
          ResponseMetadata: { RequestId: 'EMULATED' },
        })),
    fail: ({ code, message, status }) =>
      answer(status, 'ErrorResponse', {
        Error: {
          Type: status < 500 ? 'Sender' : 'Receiver',
          Code: code,
          Message: message,
        },
        RequestId: 'EMULATED',
      }),
  };
}

function s3Call(request: Request, operations: S3Operations): Call {
  const s3 = readS3Request(request);
  const operation = operationOf(s3);
  const run = operations[operation];
  return {
    service: 's3',
    protocol: 's3',
    operation,
    input: {
      Bucket: s3.bucket,
      Key: s3.key || undefined,
      query: Object.fromEntries(
        [...s3.query].filter(([name]) => !name.startsWith('X-Amz-')),
      ),
      headers: s3.headers,
      size: s3.body.length,
    },
    run: run && (async () => run(s3)),
    fail: error => errorAnswer(error, request.path),
  };
}

function unknownService(
  name: string,
  operation: string,
  protocol: ProtocolName,
): AwsError {
  return commonError(
    'unknownOperation',
    protocol,
    `The emulator does not have the service of ${name} (operation ${operation}).`,
  );
}
