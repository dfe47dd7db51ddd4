import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import {
  TerraformBlobStore,
  TerraformExecutor,
} from '@planroom/backstage-plugin-terraform-node';
import { ArtifactBlobs } from './ArtifactBlobs';
import { PortalCredentials } from '../portalCredentials';
import { BuildWatch } from './BuildWatch';
import { createClients } from './clients';
import { CodeBuildExecutor } from './CodeBuildExecutor';
import { readCodeBuildConfig } from './config';
import { PhaseObjects } from './PhaseObjects';
import { WakeQueue } from './WakeQueue';

/** The executor, and what has to be started and stopped for it; undefined when none is configured. */
export function createCodeBuild(options: {
  auditor: AuditorService;
  config: Config;
  portal: PortalCredentials;
  logger: LoggerService;
}):
  | {
      executor: TerraformExecutor;
      blobs: TerraformBlobStore;
      start(): void;
      stop(): Promise<void>;
    }
  | undefined {
  const { auditor, logger } = options;
  const config = readCodeBuildConfig(options.config);
  if (!config) return undefined;
  const clients = createClients(config, options.portal);
  const watch = new BuildWatch({
    codebuild: clients.codebuild,
    pollMs: config.pollMs,
    logger,
  });
  const queue = new WakeQueue({
    sqs: clients.sqs,
    config,
    watch,
    auditor,
    logger,
  });
  return {
    executor: new CodeBuildExecutor({ config, clients, watch, logger }),
    blobs: new ArtifactBlobs(new PhaseObjects(clients.s3, config.artifacts)),
    start: () => queue.start(),
    async stop() {
      watch.close();
      await queue.stop();
    },
  };
}
