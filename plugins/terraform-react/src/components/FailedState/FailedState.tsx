import Button from '@material-ui/core/Button';
import { asSentence, errorMessage, errorStatus } from '../../words';
import { EmptyState } from '../EmptyState';

/** Properties of {@link FailedState}. @public */
export interface FailedStateProps {
  /** What was thrown; the status of a `ResponseError` decides on the words. */
  error: Error;
  /** Called by "Try again", which is shown where another try could help. */
  onRetry?: () => void;
}

/** Something could not be shown: says why and what to do. @public */
export function FailedState({ error, onRetry }: FailedStateProps) {
  const { title, text, retry } = describe(error);
  return (
    <div role="alert">
      <EmptyState
        title={title}
        text={text}
        action={
          retry &&
          onRetry && (
            <Button variant="outlined" onClick={onRetry}>
              Try again
            </Button>
          )
        }
      />
    </div>
  );
}

function describe(error: Error): {
  title: string;
  text: string;
  retry: boolean;
} {
  const message = errorMessage(error);
  switch (errorStatus(error)) {
    case 401:
      return {
        title: 'You are not signed in',
        text: 'Your session has ended. Reload the page to sign in again.',
        retry: true,
      };
    case 403:
      return {
        title: 'You may not see this',
        text: `${asSentence(
          message,
        )} Ask the owner of the workspace or the platform team for access.`,
        retry: false,
      };
    case 404:
      return {
        title: 'Not found',
        text: 'This does not exist or is hidden from you. If you were sent here, ask the sender whether you should have access.',
        retry: false,
      };
    default:
      return {
        title: 'This could not be loaded',
        text: `${asSentence(
          message,
        )} Try again; if it stays, ask the platform team and tell them this message.`,
        retry: true,
      };
  }
}
