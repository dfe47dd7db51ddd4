import { Account } from './Account';
import { Clock } from './Clock';
import { BuildCredentials } from './codebuild/BuildCredentials';
import type { BuildPlace, Delays } from './codebuild/BuildPlace';
import { Builds } from './codebuild/Builds';
import { codeBuildOperations } from './codebuild/CodeBuildService';
import { Projects } from './codebuild/Projects';
import { stateChangeMessage } from './codebuild/stateChange';
import type { EmulatorOptions } from './EmulatorOptions';
import { Faults } from './Faults';
import { EmulatorServer } from './http/EmulatorServer';
import { iamOperations } from './iam/IamService';
import { Roles } from './iam/Roles';
import { Journal } from './Journal';
import { Keys } from './kms/Keys';
import { kmsOperations } from './kms/KmsService';
import { LogStore } from './logs/LogStore';
import { logsOperations } from './logs/LogsService';
import { bucketOperations } from './s3/bucketOperations';
import { Buckets } from './s3/Buckets';
import { listOperations } from './s3/listOperations';
import { multipartOperations } from './s3/multipartOperations';
import { objectOperations } from './s3/objectOperations';
import { Queues } from './sqs/Queues';
import { sqsOperations } from './sqs/SqsService';
import { Identities } from './sts/Identities';
import { stsOperations } from './sts/StsService';

/** Everything that the emulator is made of. */
export type Core = ReturnType<typeof createCore>;

/** Puts the services together; they answer from the moment on that the server listens. */
export function createCore(options: EmulatorOptions, folder: string) {
  const account = new Account(
    options.accountId ?? '111122223333',
    options.region ?? 'eu-west-1',
  );
  const clock = new Clock();
  const identities = new Identities(account, clock);
  const faults = new Faults(identities);
  const journal = new Journal();
  const roles = new Roles();
  const buckets = new Buckets(clock);
  const logs = new LogStore(clock);
  const queues = new Queues(account, clock);
  const keys = new Keys(account);
  const projects = new Projects(account, clock);
  const credentials = new BuildCredentials({ identities, roles, clock });
  const delays: Delays = {
    queued: 0,
    provisioning: 0,
    finalizing: 0,
    logs: 0,
    ...options.delays,
  };
  const eventQueues = new Set<string>();
  // It is known once the server listens.
  const address = { endpoint: '' };
  const place: BuildPlace = {
    account,
    clock,
    faults,
    logs,
    buckets,
    credentials,
    delays,
    imagePaths: options.imagePaths ?? {},
    imageEnv: options.imageEnv ?? {},
    stopMode: options.stopMode ?? 'kill',
    folder,
    endpoint: () => address.endpoint,
    changed: build => {
      for (const name of eventQueues) {
        queues.get(name)!.send(stateChangeMessage(build, account, clock.now()));
      }
    },
  };
  const builds = new Builds(projects, place);
  const server = new EmulatorServer({
    clock,
    faults,
    journal,
    identities,
    credentialsEndpoint: request => credentials.answer(request),
  });
  const core = {
    account,
    clock,
    identities,
    faults,
    journal,
    roles,
    buckets,
    queues,
    keys,
    projects,
    builds,
    delays,
    eventQueues,
    server,
    folder,
    ownsFolder: options.folder === undefined,
    address,
  };
  server.use({
    json: {
      codebuild: codeBuildOperations(projects, builds, account),
      logs: logsOperations({ store: logs, account, clock, faults }),
      sqs: sqsOperations(queues, name =>
        queueUrl(account, address.endpoint, name),
      ),
      kms: kmsOperations(keys, account, clock),
    },
    query: {
      sts: stsOperations(identities, roles),
      iam: iamOperations(roles),
    },
    s3: {
      ...bucketOperations(buckets, account.region),
      ...listOperations(buckets),
      ...objectOperations(buckets, faults),
      ...multipartOperations(buckets),
    },
  });
  return core;
}

/** The URL by which a queue is known. */
export function queueUrl(
  account: Account,
  endpoint: string,
  name: string,
): string {
  return `${endpoint}/${account.id}/${name}`;
}
