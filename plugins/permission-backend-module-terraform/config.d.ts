export interface Config {
  permission?: {
    terraform?: {
      /**
       * Entity references of the groups that operate Planroom: they may do everything with workspaces, runs and state except approve,
       * and decide what the catalog holds. Default: [group:default/platform].
       */
      platformGroups?: string[];
    };
  };
}
