import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';

/** Title of a thing with what can be done with it. */
export const ViewHeader = (props: {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
}) => (
  <Flex justify="between" align="start" gap="4" style={{ flexWrap: 'wrap' }}>
    <Flex direction="column" gap="1" style={{ flex: '1 1 400px' }}>
      <Text as="h2" variant="title-small" weight="bold">
        {props.title}
      </Text>
      {props.description && (
        <Text as="div" color="secondary">
          {props.description}
        </Text>
      )}
    </Flex>
    {props.actions && (
      <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
        {props.actions}
      </Flex>
    )}
  </Flex>
);
