import type { PagedQuery } from '@planroom/backstage-plugin-terraform-react';
import { useRef } from 'react';

/**
 * Whether a paged list can be shown: it has items, or it was read and is empty. An empty list that is read again stays empty on the
 * screen; `question` names what was asked, so that another question starts anew.
 */
export function useListReady<T>(query: PagedQuery<T>, question = ''): boolean {
  const answered = useRef<string>();
  if (!query.loading && !query.error) answered.current = question;
  return query.items.length > 0 || answered.current === question;
}
