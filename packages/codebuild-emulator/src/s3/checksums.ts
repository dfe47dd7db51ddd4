import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../AwsError';

/** Of these the value is worked out and compared; of others (CRC32C, CRC64NVME) it is kept as it was sent. */
const ALGORITHMS: Record<string, (body: Buffer) => string> = {
  'x-amz-checksum-sha256': body => digest('sha256', body),
  'x-amz-checksum-sha1': body => digest('sha1', body),
  'x-amz-checksum-crc32': body => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes.toString('base64');
  },
};

/** The ETag of a body that was sent in one piece, with its quotes. */
export function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

/**
 * The checksums that came with a body, by header.
 *
 * @throws AwsError `BadDigest` when one does not fit the body
 */
export function checkedChecksums(
  body: Buffer,
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && md5 !== digest('md5', body)) {
    throw badDigest('Content-MD5');
  }
  const checksums: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && isChecksum(name)) {
      const own = ALGORITHMS[name]?.(body);
      if (own !== undefined && own !== value) throw badDigest(name);
      checksums[name] = value;
    }
  }
  return checksums;
}

function isChecksum(name: string): boolean {
  return /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/.test(name);
}

function digest(algorithm: string, body: Buffer): string {
  return createHash(algorithm).update(body).digest('base64');
}

function badDigest(name: string): AwsError {
  return new AwsError(
    'BadDigest',
    `The ${name} you specified did not match what we received.`,
  );
}
