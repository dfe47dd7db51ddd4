import { AuditorService } from '@backstage/backend-plugin-api';
import {
  TerraformCloud,
  TerraformCloudName,
} from '@planroom/backstage-plugin-terraform-node';
import { Knex } from 'knex';
import { IdempotencyStore } from '../database/IdempotencyStore';
import { Authorizer } from '../permissions/Authorizer';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunNotifier } from '../runs/RunNotifier';
import { RunStore } from '../runs/RunStore';
import { Sealer } from '../sealing/Sealer';
import { Environments } from '../workspaces/Environments';
import { AccountAccess } from './AccountAccess';
import { AccountAuthority } from './AccountAuthority';
import { AccountCredentialService } from './AccountCredentialService';
import { Accounts } from './Accounts';
import { AccountService } from './AccountService';
import { AccountStore } from './AccountStore';
import { AccountTester } from './AccountTester';
import { CredentialStore } from './CredentialStore';
import { PhaseTokens } from './PhaseTokens';
import { SigningKeyStore } from './SigningKeyStore';
import { AccountRecord } from './types';

/**
 * Puts the parts together that know accounts.
 *
 * @returns the directory, what phases get in with, the issuer of their tokens, and how to make the services when runs are there
 * @throws Error when an account stands in the configuration and in the database
 */
export async function createAccounts(options: {
  knex: Knex;
  sealer: Sealer;
  configured: AccountRecord[];
  environments: Environments;
  clouds: Map<TerraformCloudName, TerraformCloud>;
  issuer: string;
  auditor: AuditorService;
}) {
  const { knex, sealer, environments, issuer, auditor } = options;
  const store = new AccountStore(knex);
  const credentials = new CredentialStore(knex, sealer);
  const tokens = new PhaseTokens({
    keys: new SigningKeyStore(knex, sealer),
    issuer,
  });
  const accounts = new Accounts({
    configured: options.configured,
    store,
    environments,
  });
  await accounts.assertDistinct();
  return {
    accounts,
    tokens,
    access: new AccountAccess({ accounts, credentials, tokens, auditor }),
    createServices: (deps: {
      runs: RunStore;
      lifecycle: RunLifecycle;
      notifier: RunNotifier;
      idempotency: IdempotencyStore;
      authorizer: Authorizer;
    }) => {
      const { runs, lifecycle, notifier, idempotency, authorizer } = deps;
      const authority = new AccountAuthority({ authorizer, auditor });
      const tester = new AccountTester({
        clouds: options.clouds,
        credentials,
        issuer,
      });
      return {
        accounts: new AccountService({
          accounts,
          store,
          credentials,
          environments,
          runs,
          lifecycle,
          notifier,
          idempotency,
          authority,
        }),
        accountCredentials: new AccountCredentialService({
          accounts,
          store,
          credentials,
          tester,
          tokens,
          authority,
        }),
      };
    },
  };
}
