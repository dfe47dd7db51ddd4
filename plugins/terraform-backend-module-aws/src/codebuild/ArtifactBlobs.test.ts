import {
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { AwsEmulator } from '@planroom/codebuild-emulator';
import { ArtifactBlobs } from './ArtifactBlobs';
import { PhaseObjects } from './PhaseObjects';

describe('ArtifactBlobs', () => {
  let emulator: AwsEmulator;

  beforeAll(async () => {
    emulator = await AwsEmulator.start();
    emulator.createBucket('artifacts');
  });
  afterAll(() => emulator.close());

  it('keeps logs where the lifecycle of runs does not reach, and removes them', async () => {
    const s3 = new S3Client(emulator.clientConfig);
    const blobs = new ArtifactBlobs(
      new PhaseObjects(s3, {
        bucket: 'artifacts',
        prefix: 'runs/',
        kmsKeyArn: 'arn:aws:kms:key',
      }),
    );
    const content = Buffer.from([0, 1, 255]);
    for (const key of ['r/plan_sealed-1', 'logs/r/plan-1', 'logs/r/apply-1']) {
      await blobs.put(key, content);
    }
    const listed = async () => {
      const { Contents = [] } = await s3.send(
        new ListObjectsV2Command({ Bucket: 'artifacts' }),
      );
      return Contents.map(({ Key }) => Key).sort();
    };
    expect(await listed()).toEqual([
      'logs/r/apply-1',
      'logs/r/plan-1',
      'runs/r/portal/plan_sealed-1',
    ]);
    const { ServerSideEncryption } = await s3.send(
      new GetObjectCommand({ Bucket: 'artifacts', Key: 'logs/r/plan-1' }),
    );
    expect(ServerSideEncryption).toBe('aws:kms');
    expect(await blobs.get('logs/r/plan-1')).toEqual(content);

    for (let times = 0; times < 2; times += 1) {
      await blobs.remove('logs/r/plan-1');
      await blobs.remove('r/plan_sealed-1');
    }
    expect(await listed()).toEqual(['logs/r/apply-1']);
    expect(await blobs.get('logs/r/plan-1')).toBeUndefined();
    expect(await blobs.get('logs/r/apply-1')).toEqual(content);
  });
});
