import type { TerraformApi } from '@planroom/backstage-plugin-terraform-common';
import {
  useTerraformQuery,
  type TerraformQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { useLiveReload } from '../../hooks/useLiveReload';

/** One question about the engine whose answer stays up to date. */
export function useLiveQuery<T>(
  load: (api: TerraformApi, signal: AbortSignal) => Promise<T>,
): TerraformQuery<T> {
  const query = useTerraformQuery(load, []);
  useLiveReload(query);
  return query;
}
