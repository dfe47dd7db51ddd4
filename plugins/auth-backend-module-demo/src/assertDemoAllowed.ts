import { Config } from '@backstage/config';

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '::1', '[::1]'];

/**
 * The demo signs anyone in who can reach it, so it must be reachable from this machine only and never be part of a production
 * configuration.
 *
 * @throws Error with what to change
 */
export function assertDemoAllowed(config: Config): void {
  const advice =
    'Remove app-config.demo.yaml from the --config arguments, or serve the demo on this machine only.';
  if (config.getOptionalString('auth.environment') === 'production') {
    throw new Error(
      `The demo sign-in (auth.providers.demo) is configured together with auth.environment: production. ${advice}`,
    );
  }
  for (const key of ['app.baseUrl', 'backend.baseUrl']) {
    const { hostname } = new URL(config.getString(key));
    if (!LOOPBACK_HOSTS.includes(hostname)) {
      throw new Error(
        `The demo sign-in (auth.providers.demo) is configured, but ${key} is ${config.getString(
          key,
        )}, which is not a loopback address. ${advice}`,
      );
    }
  }
  const host = listenHost(config);
  if (!host || !LOOPBACK_HOSTS.includes(host)) {
    throw new Error(
      `The demo sign-in (auth.providers.demo) is configured, but backend.listen is ${
        host ?? 'every address'
      }. ${advice}`,
    );
  }
}

/** Host of `backend.listen` in its two forms, `host:port` and `{ host, port }`; undefined when it listens everywhere. */
function listenHost(config: Config): string | undefined {
  const listen = config.getOptional('backend.listen');
  if (typeof listen === 'string') {
    return listen.replace(/:\d+$/, '') || undefined;
  }
  return config.getOptionalString('backend.listen.host');
}
