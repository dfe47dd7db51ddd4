import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AwsEmulator } from '@planroom/codebuild-emulator';
import { S3States } from './S3States';

const KEY = 'workspaces/w/terraform.tfstate';
const LOCK = JSON.stringify({
  ID: 'lock-1',
  Operation: 'OperationTypeApply',
  Who: 'root@build',
  Created: '2026-01-01T00:00:00.123456789Z',
});

describe('S3States', () => {
  let emulator: AwsEmulator;
  let s3: S3Client;
  let states: S3States;

  beforeAll(async () => {
    emulator = await AwsEmulator.start();
    s3 = new S3Client(emulator.clientConfig);
  });
  beforeEach(() => {
    const bucket = `states-${emulator.journal.entries.length}`;
    emulator.createBucket(bucket);
    states = new S3States({
      s3,
      config: { bucket, region: 'eu-west-1', kmsKeyArn: 'arn:aws:kms:key' },
      assertUsable: async () => {},
    });
  });
  afterAll(() => emulator.close());

  const bucket = () => {
    const backend = states.backend('w');
    return 'type' in backend ? backend.bucket : '';
  };
  const put = (Key: string, Body: string) =>
    s3.send(new PutObjectCommand({ Bucket: bucket(), Key, Body }));

  it('seeds a state where there is none, encrypted, and reads it', async () => {
    expect(await states.read('w')).toBeUndefined();
    expect(await states.seed('w', Buffer.from('first'))).toBe(true);
    expect(await states.seed('w', Buffer.from('second'))).toBe(false);
    expect((await states.read('w'))?.toString()).toBe('first');
    const { ServerSideEncryption, SSEKMSKeyId } = await s3.send(
      new GetObjectCommand({ Bucket: bucket(), Key: KEY }),
    );
    expect([ServerSideEncryption, SSEKMSKeyId]).toEqual([
      'aws:kms',
      'arn:aws:kms:key',
    ]);
    await states.replace('w', Buffer.from('third'));
    expect((await states.read('w'))?.toString()).toBe('third');
  });

  it('frees the very lock that it was asked to, and no other', async () => {
    expect(await states.readLock('w')).toBeUndefined();
    expect(await states.unlock('w', 'lock-1')).toBe(false);
    await put(`${KEY}.tflock`, LOCK);
    expect(await states.readLock('w')).toEqual({
      id: 'lock-1',
      operation: 'OperationTypeApply',
      who: 'root@build',
      createdAt: '2026-01-01T00:00:00.123Z',
    });
    expect(await states.unlock('w', 'lock-2')).toBe(false);
    expect(await states.readLock('w')).toBeDefined();
    expect(await states.unlock('w', 'lock-1')).toBe(true);
    expect(await states.readLock('w')).toBeUndefined();
  });
});
