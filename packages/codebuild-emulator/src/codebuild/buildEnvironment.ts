import type { EmulatedBuild } from './types';

/** What a build's variables are made of besides its own. */
export interface EnvironmentSources {
  region: string;
  endpoint: string;
  /** Where the build gets its credentials, and what it shows there. */
  credentials: { path: string; authorization: string };
  sourceFolder: string;
  imageEnv: Record<string, string>;
  /** The variables of the buildspec. */
  buildspecEnv: Record<string, string>;
}

/**
 * The variables of a build. Of the same name StartBuild's goes before the project's, that before the buildspec's, and that before the
 * image's; nothing comes from the emulator's own process but PATH.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export function buildEnvironment(
  build: EmulatedBuild,
  sources: EnvironmentSources,
): Record<string, string> {
  const { region, endpoint, credentials } = sources;
  return {
    LANG: 'C.UTF-8',
    ...sources.imageEnv,
    ...sources.buildspecEnv,
    ...build.env,
    CI: 'true',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpoint}${credentials.path}`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: credentials.authorization,
    CODEBUILD_CI: 'true',
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_ARN: build.arn,
    CODEBUILD_BUILD_NUMBER: String(build.number),
    CODEBUILD_BUILD_IMAGE: build.image,
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_INITIATOR: build.initiator,
    CODEBUILD_LOG_PATH: build.logStream,
    CODEBUILD_SRC_DIR: sources.sourceFolder,
    CODEBUILD_SOURCE_VERSION: build.sourceVersion ?? '',
    CODEBUILD_SOURCE_REPO_URL: build.source.location ?? '',
    CODEBUILD_START_TIME: String(build.startedAt),
  };
}
