import { Text } from '@backstage/ui';
import type { AccountTest } from '@planroom/backstage-plugin-terraform-common';

/** How something is; what could not be found out is unknown. */
export type HealthStatus = AccountTest['checks'][number]['status'];

const LOOKS: Record<
  HealthStatus,
  {
    sign: string;
    word: string;
    tone: 'danger' | 'warning' | 'success' | 'secondary';
  }
> = {
  error: { sign: '✗', word: 'Error', tone: 'danger' },
  degraded: { sign: '!', word: 'Degraded', tone: 'warning' },
  unknown: { sign: '?', word: 'Unknown', tone: 'secondary' },
  ok: { sign: '✓', word: 'Good', tone: 'success' },
};

/** How something is: sign, word and colour. */
export const HealthSign = ({ status }: { status: HealthStatus }) => {
  const { sign, word, tone } = LOOKS[status];
  return (
    <Text color={tone} weight="bold" style={{ whiteSpace: 'nowrap' }}>
      <span aria-hidden>{sign}</span> {word}
    </Text>
  );
};
