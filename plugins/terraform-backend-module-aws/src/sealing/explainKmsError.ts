import { TerraformManagedSealingKey } from '@planroom/backstage-plugin-terraform-node';
import { isThrottled } from '../codebuild/errors';

/**
 * Why a sealing key could not be had from KMS, and what to mend.
 *
 * @param error - of the SDK
 * @param action - of IAM, such as kms:Decrypt
 */
export function explainKmsError(
  error: unknown,
  action: string,
  { id, keyId, region }: TerraformManagedSealingKey,
): string {
  const { name, message } =
    error instanceof Error ? error : { name: 'Error', message: String(error) };
  const key = `the KMS key ${keyId}${region ? ` in ${region}` : ''}`;
  const cannot = `The sealing key ${id} cannot be had`;
  const said = `(${name}${message ? `: ${message}` : ''})`;
  if (isThrottled(error)) {
    return `${cannot}: KMS had too many requests for ${key}, and again at every retry; start the portal again in a minute`;
  }
  switch (name) {
    case 'AccessDeniedException':
    case 'AccessDenied':
      return `${cannot}: AWS does not allow the portal ${action} on ${key} ${said}; allow it in the policy of the portal's role, and in the policy of the key where it is of another account, for the encryption context planroom = sealing, keyId = ${id}`;
    case 'NotFoundException':
      return `${cannot}: there is no ${key.slice(
        4,
      )} ${said}; correct kms.keyId or kms.region. A key of another account is named by its ARN`;
    case 'DisabledException':
      return `${cannot}: ${key} is disabled; enable it. Nothing that is sealed with ${id} opens before`;
    case 'KMSInvalidStateException':
      return `${cannot}: ${key} is not usable now ${said}; if its deletion is pending, cancel it at once, because nothing that is sealed with ${id} would ever open again`;
    case 'InvalidCiphertextException':
    case 'IncorrectKeyException':
      return `${cannot}: ${key} does not open the wrapped key ${said}; it was wrapped by another KMS key or for another id than ${id}, or it was changed. Put back the keyId and the id with which it was made`;
    case 'CredentialsProviderError':
      return `${cannot}: the portal has no AWS credentials to ask for ${key}; give its machine a role that allows ${action}`;
    case 'ExpiredTokenException':
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'InvalidSignatureException':
      return `${cannot}: AWS does not accept the portal's credentials for ${key} ${said}; renew them, and look whether the machine's clock is right`;
    default:
      return /region is missing/i.test(message)
        ? `${cannot}: nothing says in which region ${key} is; set kms.region, or name the key by its ARN`
        : `${cannot}: ${key} did not answer ${action} ${said}; check keyId and region, and whether the portal reaches KMS, then start it again`;
  }
}
