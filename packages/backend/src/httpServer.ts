import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';

/** How long open requests may take to end when the portal is told to stop. */
const GRACE_MS = 3_000;

/**
 * The HTTP server of Backstage, which in production would wait for every open connection before it stops: long polls and event streams
 * would hold a shutdown up for a minute.
 */
export default rootHttpRouterServiceFactory({
  configure({ applyDefaults, server, lifecycle }) {
    applyDefaults();
    lifecycle.addShutdownHook(() => {
      setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
    });
  },
});
