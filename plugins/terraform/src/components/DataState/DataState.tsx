import { Alert, Button } from '@backstage/ui';
import {
  EmptyState,
  errorMessage,
  FailedState,
  LoadingRows,
} from '@planroom/backstage-plugin-terraform-react';
import type { ReactNode } from 'react';

/** What a query hook answers, whichever it is. */
export interface DataQuery {
  loading: boolean;
  error?: Error;
  reload(): void;
}

/**
 * The four states of everything that is read: loading, refused, failed and there. What is there stays while it is read again, with a
 * note when that failed.
 */
export const DataState = (props: {
  query: DataQuery;
  /** Whether something can be shown already. */
  ready: boolean;
  /** What is read, for the refused state: "This run". */
  what: string;
  rows?: number;
  children: ReactNode;
}) => {
  const { query, ready, what, rows, children } = props;
  if (!ready) {
    if (query.error && isRefused(query.error)) {
      return (
        <EmptyState
          title={`${what} cannot be shown`}
          text="It does not exist, or you may not see it. Ask its owner, or choose another identity."
          action={
            <Button variant="secondary" onPress={query.reload}>
              Try again
            </Button>
          }
        />
      );
    }
    if (query.error && !query.loading) {
      return <FailedState error={query.error} onRetry={query.reload} />;
    }
    return <LoadingRows rows={rows ?? 4} />;
  }
  return (
    <>
      {query.error && (
        <Alert
          status="warning"
          icon
          mb="3"
          title="What you see may be out of date"
          description={errorMessage(query.error)}
          customActions={
            <Button size="small" variant="secondary" onPress={query.reload}>
              Try again
            </Button>
          }
        />
      )}
      {children}
    </>
  );
};

function isRefused(error: Error): boolean {
  const cause = 'cause' in error ? error.cause : undefined;
  const names = [error.name, cause instanceof Error ? cause.name : ''];
  return names.includes('NotFoundError') || names.includes('NotAllowedError');
}
