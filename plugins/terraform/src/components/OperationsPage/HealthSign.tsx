import { Text } from '@backstage/ui';
import type { Health } from '@planroom/backstage-plugin-terraform-common';
import { HEALTH_LOOKS } from './healthChecks';

/** How something is: sign, word and colour. */
export const HealthSign = ({ status }: { status: Health['status'] }) => {
  const { sign, word, tone } = HEALTH_LOOKS[status];
  return (
    <Text color={tone} weight="bold" style={{ whiteSpace: 'nowrap' }}>
      <span aria-hidden>{sign}</span> {word}
    </Text>
  );
};
