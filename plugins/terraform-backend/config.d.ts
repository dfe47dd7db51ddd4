export interface Config {
  terraform?: {
    /** Folder for what the local executor keeps (work folders, provider cache). Needed by the local executor. */
    dataDirectory?: string;
    /** Keys that seal state, plans, variables and secrets at rest. */
    sealing?: {
      /** The first seals, all open. */
      keys: Array<{
        /** Name of the key, written beside each sealed record. */
        id: string;
        /**
         * 32 random bytes in base64 or hex, or a passphrase of at least 32 characters.
         * @visibility secret
         */
        secret?: string;
        /** File with such a secret. */
        file?: string;
        /** Make the file when it does not exist and nothing has been sealed yet. Default: false. */
        generate?: boolean;
        /** A secret that a key management has wrapped, instead of secret and file. */
        kms?: {
          /** Name of the key management: aws, with the module for AWS. */
          provider: string;
          /** The key that wraps: for AWS KMS its ARN, id or alias. */
          keyId: string;
          /** Where that key is. Default: the region in its ARN, else that of the machine. */
          region?: string;
          /** The wrapped secret in base64. Default: in the database; the first start has it made. */
          ciphertext?: string;
        };
      }>;
    };
    /** Folder with unpacked providers; default: TF_PLUGIN_MIRROR_DIR, else Terraform's implied mirrors, else the network. */
    providerMirror?: string;
    /** Base URL of this plugin as the runner reaches it; default: the discovered one. */
    stateBaseUrl?: string;
    /** Executables by version, as `terraformVersion` of an environment names them. */
    binaries?: { [version: string]: string };
    executors?: {
      local?: {
        /** How Terraform is kept apart from the portal. Default: uid when the portal may switch user, else none. */
        isolation?: 'none' | 'uid' | 'bubblewrap';
        /** Phases at a time. Default: 2. */
        capacity?: number;
        /** Allow isolation: none in production; health shows it as degraded. Default: false. */
        acceptSharedHost?: boolean;
        /** First user id for isolation: uid. Default: 61000. */
        firstUid?: number;
        /** What happens to running phases when the portal is told to stop. Default: leave. */
        onShutdown?: 'leave' | 'drain';
      };
    };
    /** How long a run may be in the statuses in which nobody is waited for; ISO 8601 durations. */
    deadlines?: {
      /** Waiting for a free place. Default: PT12H. */
      queued?: string;
      /** The plan phase, after which it is interrupted. Default: PT1H. */
      plan?: string;
      /** The apply phase, after which it is interrupted. Default: PT12H. */
      apply?: string;
      /** How long an interrupted phase may take to stop before a person may end it by force. Default: PT2M. */
      cancelGrace?: string;
    };
    /** Environments by name. */
    environments?: {
      [name: string]: {
        approvals: {
          /** Number of people who must approve; at least 1. */
          required: number;
          /** Groups whose members may approve. */
          groups: string[];
          /** Whether those who asked for the run may not approve it. Default: true. */
          excludeRequester?: boolean;
        };
        /** Apply without a person when nothing is destroyed, replaced or forgotten. Default: never. */
        autoApply?: 'never' | { when: 'non-destructive' | 'never' };
        /** Name of the executor. Default: local. */
        executor?: string;
        /** Version that a key of `terraform.binaries` names; default: the terraform or tofu on the PATH. */
        terraformVersion?: string;
        /** Where its states are: with the portal, or in the state bucket of an executor that has one. Default: portal. */
        state?: 'portal' | 's3';
        /** Names of the accounts that its workspaces may use; default: all that name the environment. */
        accounts?: string[];
        /** Non-secret provider arguments for the generated root. */
        providers?: { [provider: string]: object };
        /** Non-secret environment variables for Terraform. */
        env?: { [name: string]: string };
        /** How long a run may wait; ISO 8601 durations. Default: P7D. */
        expiry?: {
          planned?: string;
          pending?: string;
          policySoftFailed?: string;
        };
        /** Phases at a time in this environment, over all replicas. Default: as many as the executor takes. */
        capacity?: number;
        /** How long what is kept after a run has ended; ISO 8601 durations, or never to keep it for ever. */
        retention?: {
          /** Default: P1Y. */
          logs?: string;
          /** Single changes of plans; their counts are kept for ever. Default: P1Y. */
          plans?: string;
          /** Never the current one, the last 20 or one that an open run refers to. Default: never. */
          stateVersions?: string;
        };
      };
    };
    /** Cloud accounts by name; others can be added in the portal. */
    accounts?: {
      [name: string]: {
        /** Name that people read. */
        title?: string;
        /** Default: aws. */
        cloud?: 'aws' | 'azure' | 'gcp';
        /** AWS account id (in quotes), Azure subscription id or Google project id. */
        accountId: string | number;
        /** Environments whose workspaces may use it. */
        environments: string[];
        /** Where resources may be. Default: everywhere. */
        regions?: string[];
        /** AWS: role for plans. Default: that of `aws.accounts`, else none, which is the role of the machine. */
        planRoleArn?: string;
        /** AWS: role for applies. Default: that of `aws.accounts`, else none, which is the role of the machine. */
        applyRoleArn?: string;
        /**
         * AWS: what the roles ask for. Default: that of `aws.accounts`, if its role is taken.
         * @visibility secret
         */
        externalId?: string;
        /** AWS: policy that every role must carry that an apply makes. */
        permissionsBoundaryArn?: string;
        /** Entity reference of the group that answers for it. */
        owner: string;
      };
    };
    /** The portal as an issuer of tokens, with which phases get into clouds without a secret. */
    oidc?: {
      /** Address under which clouds reach it over https. Default: that of this plugin, followed by /oidc. */
      issuer?: string;
    };
    modules?: {
      /** Folders whose children are modules. */
      locations: Array<{ type: 'file'; target: string }>;
    };
  };
}
