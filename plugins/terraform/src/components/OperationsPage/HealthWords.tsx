import { Text } from '@backstage/ui';
import { HealthSign, type HealthStatus } from '../HealthSign';

/** How something is, and what it says about it: one sentence in each line, broken where an ARN or an address is long. */
export const HealthWords = (props: {
  status: HealthStatus;
  message: string | undefined;
}) => (
  <>
    <HealthSign status={props.status} />
    {props.message && (
      <Text
        as="div"
        style={{
          minWidth: 240,
          whiteSpace: 'pre-line',
          overflowWrap: 'anywhere',
        }}
      >
        {props.message}
      </Text>
    )}
  </>
);
