import {
  useCallback,
  useLayoutEffect,
  useState,
  type RefObject,
  type UIEvent,
} from 'react';

/** This close to the end counts as the end. */
const END_PX = 24;

/**
 * Keeps the end of a scrolled element in view while it grows, until the reader scrolls up; scrolling back to the end takes it up
 * again.
 */
export function useFollow(
  scroller: RefObject<HTMLElement>,
  size: number,
  initially: boolean,
): {
  following: boolean;
  setFollowing(following: boolean): void;
  onScroll(event: UIEvent<HTMLElement>): void;
} {
  const [following, setFollowing] = useState(initially);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (following && element) element.scrollTop = element.scrollHeight;
  }, [following, scroller, size]);

  const onScroll = useCallback(
    (event: UIEvent<HTMLElement>) => {
      const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
      const atEnd = scrollHeight - scrollTop - clientHeight <= END_PX;
      if (initially || !atEnd) setFollowing(atEnd);
    },
    [initially],
  );
  return { following, setFollowing, onScroll };
}
