/** Configuration of the portal frontend. */
export interface Config {
  auth?: {
    providers?: {
      /** Sign-in of the local demo; present only there. The sign-in page then offers these identities instead of a provider. */
      demo?: {
        /**
         * Who may be chosen, one card each.
         *
         * @deepVisibility frontend
         */
        identities?: Array<{
          /** User entity to sign in as, such as user:default/developer. */
          userEntityRef: string;
          /** Name on the card. */
          title: string;
          /** What this person does, in a few words. */
          description?: string;
          /** What to try first with this identity, one sentence. */
          tryFirst?: string;
        }>;
      };
      /** GitHub sign-in by environment; its button is shown when a client id is set. */
      github?: {
        [environment: string]: {
          /**
           * Client id of the OAuth app; it is public.
           *
           * @visibility frontend
           */
          clientId?: string;
        };
      };
      /** OpenID Connect sign-in by environment; its button is shown when a client id is set. */
      oidc?: {
        [environment: string]: {
          /**
           * Client id at the identity provider; it is public.
           *
           * @visibility frontend
           */
          clientId?: string;
        };
      };
    };
  };
}
