/** The pages of the Terraform plugin need no configuration of their own; the backend's keys are declared by the backend plugin. */
export interface Config {}
