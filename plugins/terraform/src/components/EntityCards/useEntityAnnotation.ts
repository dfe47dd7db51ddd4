import { useEntity } from '@backstage/plugin-catalog-react';

/** The value of an annotation; the cards are shown only where it is there. */
export function useEntityAnnotation(annotation: string): string {
  return useEntity().entity.metadata.annotations?.[annotation] ?? '';
}
