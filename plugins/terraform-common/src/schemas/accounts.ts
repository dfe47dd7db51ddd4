import { z } from 'zod';
import { entityRef, time } from './common';
import { WORKSPACE_NAME_PATTERN } from './workspaces';
import { healthSchema } from './environments';

/** Checks a {@link CloudName}. @public */
export const cloudNameSchema = z.enum(['aws', 'azure', 'gcp']);

/** A cloud that accounts can belong to. @public */
export type CloudName = z.infer<typeof cloudNameSchema>;

/** Checks a {@link CredentialKind}. @public */
export const credentialKindSchema = z.enum([
  'aws-access-key',
  'azure-client-secret',
  'azure-workload-identity',
  'gcp-service-account-key',
  'gcp-workload-identity',
]);

/**
 * How Terraform gets into an account that has no role: with a sealed secret, or with a token that the portal signs for each phase
 * (workload identity), which needs no secret at all.
 *
 * @public
 */
export type CredentialKind = z.infer<typeof credentialKindSchema>;

const awsRoleArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    'must be the ARN of a role, such as arn:aws:iam::111122223333:role/planroom-plan',
  );

const accountFields = {
  title: z.string().max(200).optional(),
  environments: z
    .array(z.string().min(1))
    .min(1, 'must name at least one environment')
    .describe('environments whose workspaces may use it'),
  regions: z
    .array(
      z.string().regex(/^[a-z0-9-]{2,40}$/, 'must be the name of a region'),
    )
    .default([])
    .describe('where resources may be; everywhere when empty'),
  planRoleArn: awsRoleArn.optional(),
  applyRoleArn: awsRoleArn.optional(),
  externalId: z
    .string()
    .regex(
      /^[\w+=,.@:/-]{2,1224}$/,
      'must have 2 to 1224 letters, digits or signs of +=,.@:/-_',
    )
    .optional(),
  permissionsBoundaryArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/,
      'must be the ARN of a policy',
    )
    .optional()
    .describe('policy that every role must carry that an apply makes'),
  owner: entityRef,
};

/** Checks a {@link CreateAccountRequest}; unknown members are refused. @public */
export const createAccountSchema = z.strictObject({
  name: z
    .string()
    .regex(
      WORKSPACE_NAME_PATTERN,
      'must be 3 to 63 lower-case letters, digits and dashes, begin with a letter and not end with a dash',
    ),
  cloud: cloudNameSchema,
  accountId: z
    .string()
    .min(1)
    .max(64)
    .describe('AWS account id, Azure subscription id or Google project id'),
  ...accountFields,
});

/** Body of `POST /accounts`. @public */
export type CreateAccountRequest = z.input<typeof createAccountSchema>;

/** Checks an {@link UpdateAccountRequest}; unknown members are refused. @public */
export const updateAccountSchema = z.strictObject(accountFields);

/** Body of `PUT /accounts/:name`: everything but name, cloud and account id, which never change. @public */
export type UpdateAccountRequest = z.input<typeof updateAccountSchema>;

/** Checks a {@link SetCredentialRequest}; unknown members are refused. @public */
export const setCredentialSchema = z.strictObject({
  kind: credentialKindSchema,
  values: z
    .record(z.string(), z.string().min(1).max(65_536))
    .describe(
      'aws-access-key: accessKeyId, secretAccessKey; azure-client-secret: tenantId, clientId, clientSecret; azure-workload-identity: tenantId, clientId; gcp-service-account-key: key (JSON); gcp-workload-identity: audience, serviceAccountEmail?',
    ),
});

/** Body of `PUT /accounts/:name/credential`; it is sealed on arrival and never readable again. @public */
export type SetCredentialRequest = z.infer<typeof setCredentialSchema>;

/** Checks an {@link AccountTest}. @public */
export const accountTestSchema = z.object({
  at: time,
  status: z.enum(['ok', 'degraded', 'error']),
  checks: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['ok', 'degraded', 'error', 'unknown']),
      message: z.string().optional(),
    }),
  ),
});

/** What came of the last test of an account. @public */
export type AccountTest = z.infer<typeof accountTestSchema>;

/** Checks an {@link Account}. @public */
export const accountSchema = z.object({
  name: z.string(),
  entityRef,
  title: z.string().optional(),
  cloud: cloudNameSchema,
  accountId: z.string(),
  environments: z.array(z.string()),
  regions: z.array(z.string()),
  planRoleArn: z.string().optional(),
  applyRoleArn: z.string().optional(),
  externalId: z.string().optional(),
  permissionsBoundaryArn: z.string().optional(),
  owner: entityRef,
  source: z
    .enum(['database', 'config'])
    .describe('what stands in the configuration is changed there'),
  credential: z
    .object({
      kind: credentialKindSchema,
      setBy: z.string(),
      setAt: time,
      lastUsedAt: time.optional(),
    })
    .optional()
    .describe('a sealed credential, never its values'),
  workspaces: z.number().describe('number of workspaces that use it'),
  lastTest: accountTestSchema.optional(),
  lastSuccessfulRun: z
    .object({ id: z.string(), number: z.number(), at: time })
    .optional(),
  createdBy: z.string().optional(),
  createdAt: time.optional(),
});

/** A cloud account, subscription or project in which workspaces have their resources. @public */
export type Account = z.infer<typeof accountSchema>;

/** Checks a {@link DeleteAccountRequest}; unknown members are refused. @public */
export const deleteAccountSchema = z.strictObject({
  reason: z.string().trim().min(1).max(1000),
});

/** Body of `DELETE /accounts/:name`: waiting runs of its workspaces are discarded with the reason. @public */
export type DeleteAccountRequest = z.infer<typeof deleteAccountSchema>;

/** Checks an {@link AccountStatus}. @public */
export const accountStatusSchema = z.object({
  name: z.string(),
  cloud: cloudNameSchema,
  accountId: z.string(),
  health: healthSchema.shape.checks.valueType.optional(),
  lastTestAt: time.optional(),
  lastSuccessfulRun: z
    .object({ id: z.string(), number: z.number(), at: time })
    .optional(),
});

/** An account as the Operations screen shows it. @public */
export type AccountStatus = z.infer<typeof accountStatusSchema>;
