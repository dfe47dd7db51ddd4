import { Text } from '@backstage/ui';

/** Whether something was heard of lately: sign, word and colour. */
export const HeartbeatSign = ({ alive }: { alive: boolean }) => (
  <Text
    color={alive ? 'success' : 'danger'}
    weight="bold"
    style={{ whiteSpace: 'nowrap' }}
  >
    <span aria-hidden>{alive ? '✓' : '✗'}</span> {alive ? 'Alive' : 'Silent'}
  </Text>
);
