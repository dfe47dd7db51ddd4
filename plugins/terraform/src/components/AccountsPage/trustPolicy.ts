/** Stands where only the platform team knows what belongs there. */
export const TRUSTED_ROLE = 'ARN-OF-THE-ROLE-OF-THE-EXECUTOR';

const ANY_EXTERNAL_ID = 'EXTERNAL-ID-OF-THE-ACCOUNT';

/**
 * The trust policy of a role that the portal enters, as JSON: who may enter it, with which external id, and that the session says who
 * asked for the run.
 */
export function trustPolicy(externalId: string = ANY_EXTERNAL_ID): string {
  const Principal = { AWS: TRUSTED_ROLE };
  return JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Enter',
          Effect: 'Allow',
          Principal,
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': externalId } },
        },
        {
          Sid: 'WhoAndWhat',
          Effect: 'Allow',
          Principal,
          Action: ['sts:SetSourceIdentity', 'sts:TagSession'],
        },
      ],
    },
    undefined,
    2,
  );
}
