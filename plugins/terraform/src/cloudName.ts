import type { Module } from '@planroom/backstage-plugin-terraform-common';

const CLOUD_NAMES: Record<Module['cloud'], string> = {
  aws: 'AWS',
  azure: 'Azure',
  gcp: 'Google Cloud',
  none: 'No cloud',
};

export function cloudName(cloud: Module['cloud']): string {
  return CLOUD_NAMES[cloud];
}
