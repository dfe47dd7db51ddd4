import { createHash, randomBytes } from 'node:crypto';
import { AwsError } from '../AwsError';

/** A part that was sent. */
export interface Part {
  body: Buffer;
  etag: string;
  /** Milliseconds since the epoch. */
  lastModified: number;
}

/** An upload in parts that is under way. */
export interface MultipartUpload {
  id: string;
  key: string;
  headers: Record<string, string>;
  parts: Map<number, Part>;
}

/** What S3 takes in a part that is not the last. */
const PART_MIN_BYTES = 5 * 1024 * 1024;

export function newUpload(
  key: string,
  headers: Record<string, string>,
): MultipartUpload {
  return {
    id: randomBytes(24).toString('base64url'),
    key,
    headers,
    parts: new Map(),
  };
}

/**
 * Puts the parts together.
 *
 * @param wanted - the parts in the order in which the sender names them
 * @throws AwsError `InvalidPart`, `InvalidPartOrder`, `EntityTooSmall`
 */
export function assemble(
  upload: MultipartUpload,
  wanted: { number: number; etag: string }[],
): { body: Buffer; etag: string } {
  const parts = wanted.map(({ number, etag }, index) => {
    const part = upload.parts.get(number);
    if (!part || part.etag.replace(/"/g, '') !== etag.replace(/"/g, '')) {
      throw new AwsError(
        'InvalidPart',
        `Part ${number} could not be found, or its entity tag did not match.`,
      );
    }
    if (index > 0 && wanted[index - 1].number >= number) {
      throw new AwsError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order.',
      );
    }
    if (index < wanted.length - 1 && part.body.length < PART_MIN_BYTES) {
      throw new AwsError(
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
      );
    }
    return part;
  });
  const hash = createHash('md5');
  for (const part of parts) hash.update(part.etag.replace(/"/g, ''), 'hex');
  return {
    body: Buffer.concat(parts.map(({ body }) => body)),
    etag: `"${hash.digest('hex')}-${parts.length}"`,
  };
}
