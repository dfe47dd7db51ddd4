import { StoredRunEvent } from './RunEventStore';

/** Some events of a run that follow each other, as the text that is sent for them; made once for all who want it. */
export class FrameBatch {
  readonly #ids: number[] = [];
  /** where in the bytes the frame of the same place ends */
  readonly #ends: number[] = [];
  readonly #bytes: Buffer;

  /** @param events - at least one */
  constructor(events: StoredRunEvent[]) {
    const frames = events.map(toFrame);
    let end = 0;
    for (const [place, frame] of frames.entries()) {
      end += Buffer.byteLength(frame);
      this.#ids.push(events[place].id);
      this.#ends.push(end);
    }
    this.#bytes = Buffer.from(frames.join(''));
  }

  get last(): number {
    return this.#ids[this.#ids.length - 1];
  }

  get size(): number {
    return this.#bytes.length;
  }

  /** The frames of events after a place in the sequence; the memory is shared. */
  after(position: number): Buffer {
    const first = this.#ids.findIndex(id => id > position);
    if (first === -1) return this.#bytes.subarray(this.size);
    return this.#bytes.subarray(first === 0 ? 0 : this.#ends[first - 1]);
  }
}

/** The newest events of a run, up to a number of bytes. */
export class FrameWindow {
  readonly #maxBytes: number;
  #batches: FrameBatch[] = [];
  #bytes = 0;
  #floor: number;
  #last: number;

  /** @param last - everything up to this place has been before */
  constructor(last: number, maxBytes: number) {
    this.#floor = last;
    this.#last = last;
    this.#maxBytes = maxBytes;
  }

  /** The place after which the window holds everything. */
  get floor(): number {
    return this.#floor;
  }

  /** The place of the newest event. */
  get last(): number {
    return this.#last;
  }

  add(batch: FrameBatch): void {
    this.#batches.push(batch);
    this.#bytes += batch.size;
    this.#last = batch.last;
    while (this.#bytes > this.#maxBytes) {
      const [oldest] = this.#batches.splice(0, 1);
      this.#bytes -= oldest.size;
      this.#floor = oldest.last;
    }
  }

  /** Goes on behind events that exist no more. */
  skipTo(last: number): void {
    this.#last = last;
  }

  /** The batch that goes on after a place which is not before the floor; undefined when nothing has come since. */
  find(position: number): FrameBatch | undefined {
    // Most who ask have all but the newest.
    let place = this.#batches.length;
    while (place > 0 && this.#batches[place - 1].last > position) place -= 1;
    return this.#batches[place];
  }
}

function toFrame({ id, event, data }: StoredRunEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
}
