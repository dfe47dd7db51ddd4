export interface Config {
  catalog?: {
    providers?: {
      terraform?: {
        /**
         * How often modules and workspaces are read, besides soon after each change of a workspace.
         * Default: every 60 seconds with a timeout of 60 seconds, first after 10 seconds.
         */
        schedule?: {
          /** Time between two refreshes. */
          frequency: {
            hours?: number;
            minutes?: number;
            seconds?: number;
          };
          /** After this time another replica may take over a refresh. */
          timeout: {
            hours?: number;
            minutes?: number;
            seconds?: number;
          };
          /** Time after the start before the first refresh by schedule. Default: none. */
          initialDelay?: {
            hours?: number;
            minutes?: number;
            seconds?: number;
          };
        };
      };
    };
  };
}
