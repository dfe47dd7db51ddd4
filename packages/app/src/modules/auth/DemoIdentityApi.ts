import type { IdentityApi } from '@backstage/frontend-plugin-api';
import { DEMO_IDENTITY_STORAGE_KEY } from './demoIdentities';

/** An identity whose sign-out forgets the choice; otherwise the next page load would sign in again. */
export class DemoIdentityApi implements IdentityApi {
  readonly #identity: IdentityApi;

  constructor(identity: IdentityApi) {
    this.#identity = identity;
  }

  getProfileInfo() {
    return this.#identity.getProfileInfo();
  }

  getBackstageIdentity() {
    return this.#identity.getBackstageIdentity();
  }

  getCredentials() {
    return this.#identity.getCredentials();
  }

  async signOut() {
    window.sessionStorage.removeItem(DEMO_IDENTITY_STORAGE_KEY);
    await this.#identity.signOut();
  }
}
