export interface Config {
  terraform?: {
    aws?: {
      codebuild?: {
        /** Projects of teams' own that templates may start with aws:codebuild:start. */
        projects?: Array<{
          name: string;
          region: string;
          /** Role that the portal takes for it; default: its own credentials. */
          roleArn?: string;
          /** Variables that templates may set; visible in AWS. Default: none. */
          variables?: string[];
          /** Whether templates may choose the version of the source. Default: false. */
          sourceVersion?: boolean;
          /** Groups whose members may start it; default: everybody who may use the template. */
          owners?: string[];
        }>;
      };
    };
    plans?: {
      /** Where plan files are: in the database, or in the bucket of executors.codebuild.artifacts. Default: database. */
      store?: 'database' | 's3';
    };
    logs?: {
      /** Where logs of ended runs are: in the database, or in the bucket of executors.codebuild.artifacts. Default: database. */
      store?: 'database' | 's3';
    };
    executors?: {
      /** Runs phases as builds of AWS CodeBuild; what the output `portal_config` of the Terraform module codebuild-runner says. */
      codebuild?: {
        /** Region of projects, buckets and queue. */
        region: string;
        /** Account of the projects; 12 digits, in quotes. */
        accountId: string;
        /** Role as which the portal works in AWS (builds, accounts, keys): the output portal_role_arn of terraform-permissions. Default: the credentials of its machine. */
        roleArn?: string;
        /** Names of the CodeBuild projects by version of Terraform or OpenTofu. */
        projects: {
          plan: { [version: string]: string };
          apply: { [version: string]: string };
        };
        /** Bucket through which portal and builds hand things to each other. */
        artifacts: {
          bucket: string;
          /** Must be runs/, which is also the default. */
          prefix?: string;
          /** Key that encrypts what is handed over; default: the bucket's own. */
          kmsKeyArn?: string;
        };
        /** Bucket for states of environments with `state: s3`. */
        state?: {
          bucket: string;
          /** Default: the region above. */
          region?: string;
          /** Key that encrypts states; default: the bucket's own. */
          kmsKeyArn?: string;
          /** Always true; kept because the Terraform module writes it. */
          useLockfile?: boolean;
          /** Not used; kept because the Terraform module writes it. */
          dynamodbLock?: string | null;
        };
        logs?: {
          /** Kept because the Terraform module writes it; each build says where it logs. */
          groupName?: string;
          /** Requests for logs, of all builds together; CloudWatch Logs has a quota per account. Default: 10. */
          requestsPerSecond?: number;
        };
        events?: {
          /** Queue that hears of builds; without it, their ends are seen a few seconds later. */
          queueUrl?: string;
        };
        /** Kept because the Terraform module writes it; the runner in a build knows the timeout of its project. */
        timeouts?: {
          planMinutes?: number;
          applyMinutes?: number;
          queuedMinutes?: number;
        };
        /** Builds at a time. */
        capacity?: {
          /** Default: 10. */
          plan?: number;
          /** Default: 5. */
          apply?: number;
        };
        /** How often the state of all builds is asked for. Default: 5. */
        pollSeconds?: number;
      };
    };
  };
}
