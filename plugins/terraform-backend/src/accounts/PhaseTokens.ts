import { randomUUID, sign } from 'node:crypto';
import { TerraformSession } from '@planroom/backstage-plugin-terraform-node';
import { ALGORITHM, PublicKey, SigningKeyStore } from './SigningKeyStore';

/** What the clouds accept at most, and Entra's own tokens live as long. */
const LIFETIME_SECONDS = 60 * 60;

/**
 * The portal as an issuer of OpenID Connect: it signs, for each phase, who comes, and a cloud that trusts it lets the phase in without
 * a secret that anybody has to keep.
 */
export class PhaseTokens {
  readonly #keys: SigningKeyStore;
  readonly issuer: string;

  /** @param options - issuer: the address under which the clouds read what they check tokens with; no slash at the end */
  constructor(options: { keys: SigningKeyStore; issuer: string }) {
    this.#keys = options.keys;
    this.issuer = options.issuer;
  }

  /** The document at `/.well-known/openid-configuration`. */
  discovery() {
    return {
      issuer: this.issuer,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [ALGORITHM],
      claims_supported: [
        'iss',
        'aud',
        'sub',
        'iat',
        'nbf',
        'exp',
        'jti',
        'run_id',
        'requested_by',
        'workspace',
        'environment',
        'phase',
      ],
    };
  }

  /** The document at `/jwks`. */
  async jwks(): Promise<{ keys: PublicKey[] }> {
    return { keys: await this.#keys.listPublic() };
  }

  /** Signs with a new key from now on; what the old one has signed can be checked for a day. */
  rotate(): Promise<string> {
    return this.#keys.rotate();
  }

  /** A token for one phase, in the compact form of a JWT. */
  async issue(session: TerraformSession, audience: string): Promise<string> {
    const { id, privateKey } = await this.#keys.current();
    const now = Math.floor(Date.now() / 1_000);
    const { workspace, environment, phase } = session;
    const content = [
      { alg: ALGORITHM, typ: 'JWT', kid: id },
      {
        iss: this.issuer,
        aud: audience,
        sub: `workspace:${workspace}:environment:${environment}:phase:${phase}`,
        iat: now,
        nbf: now,
        exp: now + LIFETIME_SECONDS,
        jti: randomUUID(),
        run_id: session.runId,
        requested_by: session.requestedBy,
        workspace,
        environment,
        phase,
      },
    ]
      .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = sign('RSA-SHA256', Buffer.from(content), privateKey);
    return `${content}.${signature.toString('base64url')}`;
  }
}
