/** Lets one waiter go on when woken, also when the waking came before the waiting. */
export class Waker {
  #woken = false;
  #resume: () => void = () => {};

  wake(): void {
    this.#woken = true;
    this.#resume();
  }

  async wait(ms: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, ms);
        this.#resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#woken = false;
  }
}
