import { Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  // Cards scroll by default, which would cut focus rings and sticky parts of what stands inside.
  card: { overflow: 'visible', flexShrink: 0 },
});

/** A titled part of a page. */
export const Section = (props: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <Card className={classes.card}>
      <CardHeader>
        <Flex justify="between" align="center" gap="3">
          <Text as="h3" variant="body-large" weight="bold">
            {props.title}
          </Text>
          {props.action}
        </Flex>
      </CardHeader>
      <CardBody>{props.children}</CardBody>
    </Card>
  );
};
