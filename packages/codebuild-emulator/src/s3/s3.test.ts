import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { AwsEmulator } from '../AwsEmulator';

const BUCKET = 'state';

let emulator: AwsEmulator;
let s3: S3Client;

beforeAll(async () => {
  emulator = await AwsEmulator.start();
  emulator.createBucket(BUCKET);
  s3 = new S3Client(emulator.clientConfig);
});

afterAll(async () => {
  s3.destroy();
  await emulator.close();
});

const put = (key: string, body: string, more: object = {}) =>
  s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, ...more }),
  );

const get = async (key: string, more: object = {}) => {
  const answer = await s3.send(
    new GetObjectCommand({ Bucket: BUCKET, Key: key, ...more }),
  );
  return { ...answer, text: await answer.Body!.transformToString() };
};

const listKeys = async (prefix: string) => {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }),
  );
  return Contents.map(({ Key }) => Key);
};

/** What names the caller; no signature is checked. */
function signed() {
  const { accessKeyId } = emulator.clientConfig.credentials;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20240101/eu-west-1/s3/aws4_request`,
  };
}

function failure(name: string, status: number) {
  return { name, $metadata: { httpStatusCode: status } };
}

describe('buckets', () => {
  it('keeps a bucket and what is set for it', async () => {
    const name = { Bucket: 'settings' };
    await expect(s3.send(new HeadBucketCommand(name))).rejects.toMatchObject(
      failure('NotFound', 404),
    );
    await s3.send(new CreateBucketCommand(name));
    await expect(s3.send(new CreateBucketCommand(name))).rejects.toMatchObject(
      failure('BucketAlreadyOwnedByYou', 409),
    );
    await s3.send(new HeadBucketCommand(name));
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets!.map(bucket => bucket.Name)).toEqual(['settings', BUCKET]);

    expect(
      (await s3.send(new GetBucketVersioningCommand(name))).Status,
    ).toBeUndefined();
    await s3.send(
      new PutBucketVersioningCommand({
        ...name,
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
    expect((await s3.send(new GetBucketVersioningCommand(name))).Status).toBe(
      'Enabled',
    );

    await expect(
      s3.send(new GetBucketPolicyCommand(name)),
    ).rejects.toMatchObject(failure('NoSuchBucketPolicy', 404));
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await s3.send(new PutBucketPolicyCommand({ ...name, Policy: policy }));
    expect((await s3.send(new GetBucketPolicyCommand(name))).Policy).toBe(
      policy,
    );

    await s3.send(
      new PutPublicAccessBlockCommand({
        ...name,
        PublicAccessBlockConfiguration: { BlockPublicAcls: true },
      }),
    );
    expect(
      (await s3.send(new GetPublicAccessBlockCommand(name)))
        .PublicAccessBlockConfiguration,
    ).toEqual({ BlockPublicAcls: true });

    const rule = {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: 'aws:kms' as const,
        KMSMasterKeyID: 'arn:aws:kms:eu-west-1:111122223333:key/default',
      },
    };
    await s3.send(
      new PutBucketEncryptionCommand({
        ...name,
        ServerSideEncryptionConfiguration: { Rules: [rule] },
      }),
    );
    const { ServerSideEncryptionConfiguration } = await s3.send(
      new GetBucketEncryptionCommand(name),
    );
    expect(ServerSideEncryptionConfiguration!.Rules![0]).toMatchObject(rule);
    expect(
      await s3.send(new PutObjectCommand({ ...name, Key: 'a', Body: 'a' })),
    ).toMatchObject({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/default',
    });
    // As in AWS, a write that names AES256 overrides the bucket.
    expect(
      await s3.send(
        new PutObjectCommand({
          ...name,
          Key: 'a',
          Body: 'a',
          ServerSideEncryption: 'AES256',
        }),
      ),
    ).toMatchObject({ ServerSideEncryption: 'AES256' });

    await expect(s3.send(new DeleteBucketCommand(name))).rejects.toMatchObject(
      failure('BucketNotEmpty', 409),
    );
    const { Versions } = await s3.send(new ListObjectVersionsCommand(name));
    await s3.send(
      new DeleteObjectsCommand({
        ...name,
        Delete: {
          Objects: Versions!.map(({ Key, VersionId }) => ({ Key, VersionId })),
        },
      }),
    );
    await s3.send(new DeleteBucketCommand(name));
    await expect(s3.send(new HeadBucketCommand(name))).rejects.toMatchObject(
      failure('NotFound', 404),
    );
  });

  it('says which operation it does not have', async () => {
    await expect(
      s3.send(
        new PutBucketWebsiteCommand({
          Bucket: BUCKET,
          WebsiteConfiguration: {},
        }),
      ),
    ).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('PUT bucket website'),
    });
  });
});

describe('objects', () => {
  it('gives back bytes, type, metadata and encryption', async () => {
    const sent = await put('space and ü/ä+b', 'héllo', {
      ContentType: 'text/plain',
      Metadata: { run: '4711' },
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/one',
    });
    expect(sent.ETag).toBe(
      `"${createHash('md5').update('héllo').digest('hex')}"`,
    );
    const facts = {
      ETag: sent.ETag,
      VersionId: sent.VersionId,
      ContentType: 'text/plain',
      ContentLength: 6,
      Metadata: { run: '4711' },
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/one',
    };
    expect(await get('space and ü/ä+b')).toMatchObject({
      ...facts,
      text: 'héllo',
    });
    expect(
      await s3.send(
        new HeadObjectCommand({ Bucket: BUCKET, Key: 'space and ü/ä+b' }),
      ),
    ).toMatchObject(facts);
    expect(await listKeys('space')).toEqual(['space and ü/ä+b']);

    await s3.send(
      new CopyObjectCommand({
        Bucket: BUCKET,
        Key: 'copy',
        CopySource: `${BUCKET}/${encodeURIComponent('space and ü/ä+b')}`,
      }),
    );
    expect(await get('copy')).toMatchObject({
      text: 'héllo',
      Metadata: { run: '4711' },
      ServerSideEncryption: 'AES256',
    });
  });

  it('gives ranges', async () => {
    await put('ranges', '0123456789');
    expect(await get('ranges', { Range: 'bytes=2-4' })).toMatchObject({
      text: '234',
      ContentRange: 'bytes 2-4/10',
      $metadata: { httpStatusCode: 206 },
    });
    expect((await get('ranges', { Range: 'bytes=7-' })).text).toBe('789');
    expect((await get('ranges', { Range: 'bytes=-2' })).text).toBe('89');
    await expect(get('ranges', { Range: 'bytes=10-' })).rejects.toMatchObject(
      failure('InvalidRange', 416),
    );
  });

  it('writes and deletes on conditions', async () => {
    await expect(put('lock', 'x', { IfMatch: '"none"' })).rejects.toMatchObject(
      failure('NoSuchKey', 404),
    );
    const first = await put('lock', 'one', { IfNoneMatch: '*' });
    await expect(
      put('lock', 'two', { IfNoneMatch: '*' }),
    ).rejects.toMatchObject({
      ...failure('PreconditionFailed', 412),
      Condition: 'If-None-Match',
    });
    const second = await put('lock', 'two', { IfMatch: first.ETag });
    await expect(
      put('lock', 'three', { IfMatch: first.ETag }),
    ).rejects.toMatchObject(failure('PreconditionFailed', 412));

    const remove = (etag?: string) =>
      s3.send(
        new DeleteObjectCommand({ Bucket: BUCKET, Key: 'lock', IfMatch: etag }),
      );
    await expect(remove(first.ETag)).rejects.toMatchObject(
      failure('PreconditionFailed', 412),
    );
    expect((await get('lock')).text).toBe('two');
    await remove(second.ETag);
    await expect(remove(second.ETag)).rejects.toMatchObject(
      failure('NoSuchKey', 404),
    );
    // A deleted object is none: the lock can be taken again.
    await put('lock', 'four', { IfNoneMatch: '*' });

    await expect(
      get('lock', { IfNoneMatch: (await get('lock')).ETag }),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  });

  it('lets only one of many take a lock', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) =>
        put('contended', String(i), { IfNoneMatch: '*' }),
      ),
    );
    const won = attempts.filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    const { Versions } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: 'contended' }),
    );
    expect(Versions).toHaveLength(1);
  });

  it('keeps versions and marks what is deleted', async () => {
    const first = await put('versions/a', 'one');
    await put('versions/a', 'two');
    const deleted = await s3.send(
      new DeleteObjectCommand({ Bucket: BUCKET, Key: 'versions/a' }),
    );
    expect(deleted.DeleteMarker).toBe(true);
    await expect(get('versions/a')).rejects.toMatchObject(
      failure('NoSuchKey', 404),
    );
    await expect(
      s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'versions/a' })),
    ).rejects.toMatchObject(failure('NotFound', 404));
    expect((await get('versions/a', { VersionId: first.VersionId })).text).toBe(
      'one',
    );
    await expect(
      get('versions/a', { VersionId: deleted.VersionId }),
    ).rejects.toMatchObject(failure('MethodNotAllowed', 405));
    await put('versions/b', 'three');

    const all: string[] = [];
    let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
    let pages = 0;
    do {
      pages += 1;
      const page = await s3.send(
        new ListObjectVersionsCommand({
          Bucket: BUCKET,
          Prefix: 'versions/',
          MaxKeys: 1,
          ...marker,
        }),
      );
      for (const one of page.Versions ?? []) {
        all.push(`${one.Key} ${one.IsLatest}`);
      }
      for (const one of page.DeleteMarkers ?? []) {
        all.push(`${one.Key} deleted ${one.IsLatest}`);
      }
      marker = {
        KeyMarker: page.NextKeyMarker,
        VersionIdMarker: page.NextVersionIdMarker,
      };
    } while (marker.KeyMarker);
    expect(pages).toBe(4);
    expect(all).toEqual([
      'versions/a deleted true',
      'versions/a false',
      'versions/a false',
      'versions/b true',
    ]);

    await s3.send(
      new DeleteObjectCommand({
        Bucket: BUCKET,
        Key: 'versions/a',
        VersionId: deleted.VersionId,
      }),
    );
    expect((await get('versions/a')).text).toBe('two');
  });

  it('overwrites in a bucket without versioning', async () => {
    emulator.createBucket('plain', { versioning: false });
    const object = { Bucket: 'plain', Key: 'a' };
    const sent = await s3.send(new PutObjectCommand({ ...object, Body: '1' }));
    expect(sent.VersionId).toBeUndefined();
    await s3.send(new PutObjectCommand({ ...object, Body: '2' }));
    const { Versions } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: 'plain' }),
    );
    expect(Versions).toMatchObject([{ VersionId: 'null', Size: 1 }]);
    await s3.send(new DeleteObjectCommand(object));
    await expect(
      s3.send(new DeleteBucketCommand({ Bucket: 'plain' })),
    ).resolves.toBeDefined();
  });

  it('lists in pages, by prefix and delimiter', async () => {
    const keys = ['list/a', 'list/b/1', 'list/b/2', 'list/c', 'list/d/1'];
    for (const key of keys) await put(key, key);
    await put('list/gone', 'x');
    await s3.send(
      new DeleteObjectCommand({ Bucket: BUCKET, Key: 'list/gone' }),
    );
    expect(await listKeys('list/')).toEqual(keys);

    const pages: string[][] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({
          Bucket: BUCKET,
          Prefix: 'list/',
          Delimiter: '/',
          MaxKeys: 2,
          ContinuationToken: token,
        }),
      );
      pages.push([
        ...(page.Contents ?? []).map(({ Key }) => Key!),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!),
      ]);
      token = page.NextContinuationToken;
    } while (token);
    expect(pages).toEqual([
      ['list/a', 'list/b/'],
      ['list/c', 'list/d/'],
    ]);
    expect(
      (
        await s3.send(
          new ListObjectsV2Command({
            Bucket: BUCKET,
            Prefix: 'list/',
            StartAfter: 'list/c',
          }),
        )
      ).Contents,
    ).toMatchObject([{ Key: 'list/d/1' }]);
  });

  it('takes an object in parts', async () => {
    const part = randomBytes(5 * 1024 * 1024);
    const object = { Bucket: BUCKET, Key: 'parts' };
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({
        ...object,
        ContentType: 'application/zip',
      }),
    );
    const upload = { ...object, UploadId };
    const send = (PartNumber: number, Body: Buffer) =>
      s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    const second = await send(2, Buffer.from('end'));
    const first = await send(1, part);
    const parts = [
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.ETag },
    ];
    expect((await s3.send(new ListPartsCommand(upload))).Parts).toMatchObject(
      parts,
    );
    const complete = (Parts: typeof parts) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          ...upload,
          MultipartUpload: { Parts },
        }),
      );
    await expect(
      complete([{ PartNumber: 1, ETag: second.ETag }]),
    ).rejects.toMatchObject(failure('InvalidPart', 400));
    await expect(complete([...parts].reverse())).rejects.toMatchObject(
      failure('EntityTooSmall', 400),
    );
    const { ETag } = await complete(parts);
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const answer = await s3.send(new GetObjectCommand(object));
    expect(answer.ContentType).toBe('application/zip');
    expect(
      Buffer.from(await answer.Body!.transformToByteArray()).equals(
        Buffer.concat([part, Buffer.from('end')]),
      ),
    ).toBe(true);
    await expect(complete(parts)).rejects.toMatchObject(
      failure('NoSuchUpload', 404),
    );

    const other = await s3.send(new CreateMultipartUploadCommand(object));
    await s3.send(
      new AbortMultipartUploadCommand({ ...object, UploadId: other.UploadId }),
    );
  });

  it('refuses bodies that are not what they say', async () => {
    await expect(
      put('wrong', 'text', {
        ChecksumSHA256: createHash('sha256').update('other').digest('base64'),
      }),
    ).rejects.toMatchObject(failure('BadDigest', 400));
    expect(await listKeys('wrong')).toEqual([]);
  });

  it('takes and gives large bodies without delay', async () => {
    const body = Buffer.alloc(100 * 1024 * 1024, 'planroom');
    const url = `${emulator.endpoint}/${BUCKET}/large`;
    const before = Date.now();
    await fetch(url, { method: 'PUT', headers: signed(), body });
    const answer = await fetch(url, { headers: signed() });
    const received = Buffer.from(await answer.arrayBuffer());
    expect(received.equals(body)).toBe(true);
    expect(Date.now() - before).toBeLessThan(10_000);
  }, 20_000);

  it('takes bodies in chunks with trailers', async () => {
    const answer = await fetch(`${emulator.endpoint}/${BUCKET}/chunked`, {
      method: 'PUT',
      headers: {
        ...signed(),
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'content-encoding': 'aws-chunked,gzip',
        'x-amz-trailer': 'x-amz-checksum-crc32',
      },
      body: '5\r\nhello\r\n6;chunk-signature=0\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-amz-checksum-crc32')).toBe('DUoRhQ==');
    expect(await get('chunked')).toMatchObject({
      text: 'hello world',
      ContentEncoding: 'gzip',
    });
  });
});

describe('links', () => {
  const link = (more: Record<string, string>) => {
    const { accessKeyId } = emulator.clientConfig.credentials;
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${accessKeyId}/20240101/eu-west-1/s3/aws4_request`,
      'X-Amz-Date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'not-looked-at',
      ...more,
    });
    return fetch(`${emulator.endpoint}/${BUCKET}/linked?${query}`);
  };

  it('answers a presigned link until its time is over', async () => {
    await put('linked', 'text');
    const answer = await link({
      'response-content-disposition': 'attachment; filename="log"',
    });
    expect(await answer.text()).toBe('text');
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="log"',
    );
    const tooLong = await link({ 'X-Amz-Expires': '604801' });
    expect(tooLong.status).toBe(400);

    const late = link({ 'X-Amz-Date': '20240101T000000Z' });
    expect((await late).status).toBe(403);
    expect(await (await late).text()).toContain('Request has expired');
    const anonymous = await fetch(`${emulator.endpoint}/${BUCKET}/linked`);
    expect(anonymous.status).toBe(403);
  });
});
