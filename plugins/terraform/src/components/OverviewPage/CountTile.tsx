import { Card, CardBody, Text } from '@backstage/ui';

/** A number that leads to the list behind it. */
export const CountTile = (props: {
  count: string;
  label: string;
  href: string;
}) => (
  <Card href={props.href} label={`${props.label}: ${props.count}`}>
    <CardBody>
      <Text as="p" variant="title-medium" weight="bold">
        {props.count}
      </Text>
      <Text as="p" color="secondary">
        {props.label}
      </Text>
    </CardBody>
  </Card>
);
