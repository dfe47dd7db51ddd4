export interface Config {
  auth?: {
    providers?: {
      /** Sign-in of the local demo. The portal refuses to start with it on any but a loopback address. */
      demo?: {
        /** Who can sign in; each must be a user in the catalog. */
        identities: Array<{
          /** such as user:default/developer */
          userEntityRef: string;
          /** shown on the sign-in page */
          title: string;
          /** what this person does, in a few words */
          description?: string;
          /** what to try first as this person */
          tryFirst?: string;
        }>;
      };
    };
  };
}
