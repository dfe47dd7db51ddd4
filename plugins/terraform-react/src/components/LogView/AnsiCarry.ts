import type { LogLine } from '@planroom/backstage-plugin-terraform-common';
import { ESC, isPlain, parseAnsi, PLAIN, type AnsiStyle } from './ansi';

/**
 * Knows in which style each line of a growing log begins, so that any line can be drawn alone. Only lines with an escape are parsed,
 * and each once. Terraform's own messages are no terminal output: they begin plain, and nothing is carried past them.
 */
export class AnsiCarry {
  #lines: LogLine[] = [];
  #starts = new Map<number, AnsiStyle>();
  #carry: AnsiStyle = PLAIN;

  /** Takes the log as it is now; cheap when lines were only added. */
  update(lines: LogLine[]): void {
    if (lines === this.#lines) return;
    const known = this.#isContinuedBy(lines) ? this.#lines.length : 0;
    if (known === 0) {
      this.#starts = new Map();
      this.#carry = PLAIN;
    }
    for (let index = known; index < lines.length; index += 1) {
      const line = lines[index];
      if (!isTerminalOutput(line)) {
        this.#carry = PLAIN;
      } else {
        if (!isPlain(this.#carry)) this.#starts.set(index, this.#carry);
        if (line.text.includes(ESC)) {
          this.#carry = parseAnsi(line.text, this.#carry).end;
        }
      }
    }
    this.#lines = lines;
  }

  startOf(index: number): AnsiStyle {
    return this.#starts.get(index) ?? PLAIN;
  }

  #isContinuedBy(lines: LogLine[]): boolean {
    const last = this.#lines.length - 1;
    return (
      last >= 0 &&
      lines.length > last &&
      lines[0] === this.#lines[0] &&
      lines[last] === this.#lines[last]
    );
  }
}

function isTerminalOutput(line: LogLine): boolean {
  return (
    line.type === undefined ||
    line.type === 'raw' ||
    line.type.startsWith('provision_')
  );
}
