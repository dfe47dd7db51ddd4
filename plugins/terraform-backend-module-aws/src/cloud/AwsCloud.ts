import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  TerraformAccess,
  TerraformAccessRequest,
  TerraformAccountTest,
  TerraformCloud,
  TerraformCloudAccount,
  TerraformSession,
} from '@planroom/backstage-plugin-terraform-node';
import type { AssumedRole } from '@planroom/terraform-runner';
import { accessFor } from './access';
import { AccountExamination } from './AccountExamination';
import { assumeRole } from './assumeRole';
import type { AwsClients } from './AwsClients';
import { explainStsError } from './explainStsError';
import { assumedRole } from './session';

/** AWS: roles for plans and applies, narrowed to what a run needs. */
export class AwsCloud implements TerraformCloud {
  readonly name = 'aws';
  readonly #clients: AwsClients;
  readonly #logger: LoggerService;

  constructor(options: { clients: AwsClients; logger: LoggerService }) {
    this.#clients = options.clients;
    this.#logger = options.logger;
  }

  access(request: TerraformAccessRequest): TerraformAccess {
    return accessFor(request);
  }

  role(
    account: TerraformCloudAccount,
    access: TerraformAccess,
    session: TerraformSession,
  ): AssumedRole {
    return assumedRole(account, access, session);
  }

  async credentials(role: AssumedRole): Promise<Record<string, string>> {
    const { roleArn, region } = role;
    if (roleArn === undefined) {
      throw new Error(
        "This executor cannot give Terraform the role of the machine: name the account's roles for plans and for applies, or run in CodeBuild.",
      );
    }
    try {
      const session = await assumeRole(this.#clients, { ...role, roleArn });
      return {
        AWS_ACCESS_KEY_ID: session.accessKeyId,
        AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
        AWS_SESSION_TOKEN: session.sessionToken,
        ...(region !== undefined && { AWS_REGION: region }),
      };
    } catch (error) {
      throw new Error(explainStsError(error, role));
    }
  }

  async test(account: TerraformCloudAccount): Promise<TerraformAccountTest> {
    const test = await new AccountExamination(this.#clients, account).run();
    this.#logger.info(
      `Account ${account.name} (${account.accountId}) was looked at: ${test.status}`,
    );
    return test;
  }
}
