import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';

interface DemoIdentity {
  userEntityRef: string;
  title: string;
}

/** Takes the identity that the header `x-demo-user` names, if the configuration knows it. */
export const demoAuthenticator = createProxyAuthenticator<
  DemoIdentity[],
  DemoIdentity,
  undefined
>({
  defaultProfileTransform: async ({ title }) => ({
    profile: { displayName: title },
  }),
  initialize: ({ config }) =>
    config.getConfigArray('identities').map(identity => ({
      userEntityRef: identity.getString('userEntityRef'),
      title: identity.getString('title'),
    })),
  async authenticate({ req }, identities) {
    const wanted = req.get('x-demo-user');
    const result = identities.find(i => i.userEntityRef === wanted);
    if (!result) {
      throw new AuthenticationError(
        `The header x-demo-user must be one of ${identities
          .map(i => i.userEntityRef)
          .join(', ')}`,
      );
    }
    return { result };
  },
});
