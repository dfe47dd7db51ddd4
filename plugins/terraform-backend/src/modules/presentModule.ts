import { Module } from '@planroom/backstage-plugin-terraform-common';
import { TerraformModule } from './types';

/** A module as people see it; defaults of sensitive variables are left out. */
export function presentModule(module: TerraformModule): Module {
  return {
    name: module.name,
    title: module.title,
    description: module.description,
    category: module.category,
    cloud: module.cloud,
    owner: module.owner,
    lifecycle: module.lifecycle,
    version: module.version,
    entityRef: `component:default/${module.name}`,
    variables: module.variables.map(({ constraint: _, ...variable }) =>
      variable.sensitive ? { ...variable, default: undefined } : variable,
    ),
    outputs: module.outputs,
    requiredProviders: module.requiredProviders,
  };
}
