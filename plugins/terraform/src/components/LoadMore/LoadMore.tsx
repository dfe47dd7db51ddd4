import { Button, Flex } from '@backstage/ui';

/** The next page of a list, when there is one. */
export const LoadMore = (props: {
  query: { hasMore: boolean; loading: boolean; loadMore(): void };
}) =>
  props.query.hasMore ? (
    <Flex justify="center" mt="3">
      <Button
        variant="secondary"
        isPending={props.query.loading}
        onPress={props.query.loadMore}
      >
        Show more
      </Button>
    </Flex>
  ) : null;
