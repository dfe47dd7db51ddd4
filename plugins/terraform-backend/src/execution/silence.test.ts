import fc from 'fast-check';
import { SilenceWatch } from './silence';

it('counts how long the same value was seen', () => {
  const watch = new SilenceWatch(6_000);
  watch.look([{ id: 'a', beat: 1 }], 0);
  watch.look([{ id: 'a', beat: 1 }], 3_000);
  watch.look([{ id: 'a', beat: 1 }], 6_000);
  expect(watch.silentMs('a')).toBe(6_000);
  watch.look([{ id: 'a', beat: 2 }], 9_000);
  expect(watch.silentMs('a')).toBe(0);
  expect(watch.silentMs('unknown')).toBe(0);
});

it('counts little of a time in which it could not look', () => {
  const watch = new SilenceWatch(6_000);
  watch.look([{ id: 'a', beat: 1 }], 0);
  watch.look([{ id: 'a', beat: 1 }], 3_600_000);
  expect(watch.silentMs('a')).toBe(6_000);
});

it('forgets who is no longer there', () => {
  const watch = new SilenceWatch(6_000);
  watch.look([{ id: 'a', beat: 1 }], 0);
  watch.look([], 1_000);
  watch.look([{ id: 'a', beat: 1 }], 2_000);
  expect(watch.silentMs('a')).toBe(0);
});

it('takes nobody for silent who beats at least as often as it looks, whatever the pauses', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { maxLength: 50 }), gaps => {
      const watch = new SilenceWatch(6_000);
      let now = 0;
      gaps.forEach((gap, beat) => {
        now += gap;
        watch.look([{ id: 'a', beat }], now);
        expect(watch.silentMs('a')).toBe(0);
      });
    }),
  );
});
