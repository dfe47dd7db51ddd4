import { CoalescedTask } from './CoalescedTask';

describe('CoalescedTask', () => {
  it('never runs twice at once and runs once more for all that asked meanwhile', async () => {
    const ends: Array<() => void> = [];
    const task = jest.fn(
      () => new Promise<void>(resolve => ends.push(() => resolve())),
    );
    const coalesced = new CoalescedTask(task);

    const first = coalesced.run();
    const others = [coalesced.run(), coalesced.run(), coalesced.run()];
    expect(task).toHaveBeenCalledTimes(1);

    ends[0]();
    const between = first.then(() => coalesced.run());
    await first;
    await new Promise(resolve => setImmediate(resolve));
    expect(task).toHaveBeenCalledTimes(2);

    const last = coalesced.run();
    ends[1]();
    await Promise.all(others);
    await new Promise(resolve => setImmediate(resolve));
    expect(task).toHaveBeenCalledTimes(3);
    ends[2]();
    await Promise.all([between, last]);
    expect(task).toHaveBeenCalledTimes(3);
  });

  it('gathers what asks within the delay, without putting the run off', () => {
    jest.useFakeTimers();
    try {
      const task = jest.fn(async () => {});
      const coalesced = new CoalescedTask(task);
      for (let at = 0; at < 400; at += 100) {
        coalesced.runWithin(500);
        jest.advanceTimersByTime(100);
      }
      expect(task).not.toHaveBeenCalled();
      jest.advanceTimersByTime(100);
      expect(task).toHaveBeenCalledTimes(1);
    } finally {
      jest.useRealTimers();
    }
  });
});
