const BLOCK = /^(variable|output)\s+(?:"([^"\n]+)"|([A-Za-z_][\w-]*))\s*\{/;

/**
 * Names of the top-level blocks of a kind in the order of the source.
 *
 * The HCL parser sorts names, while a form should show a module's inputs in
 * the order in which its author wrote them. This only finds names: what the
 * blocks say comes from the parser, after it accepted the file.
 */
export function blockOrder(
  source: string,
  kind: 'variable' | 'output',
): string[] {
  const names: string[] = [];
  let depth = 0;
  let position = 0;

  while (position < source.length) {
    const skipped = skipText(source, position);
    if (skipped > position) {
      position = skipped;
      continue;
    }
    const character = source[position];
    if (depth === 0 && /[A-Za-z_]/.test(character)) {
      const block = BLOCK.exec(source.slice(position, position + 400));
      if (block) {
        if (block[1] === kind) {
          names.push(block[2] ?? block[3]);
        }
        depth += 1;
        position += block[0].length;
      } else {
        position += /^[\w-]+/.exec(source.slice(position))![0].length;
      }
      continue;
    }
    if ('{[('.includes(character)) {
      depth += 1;
    } else if ('}])'.includes(character)) {
      depth -= 1;
    }
    position += 1;
  }
  return names;
}

/** The position behind a comment, a string or a heredoc that begins here. */
function skipText(source: string, position: number): number {
  const character = source[position];
  if (character === '#' || source.startsWith('//', position)) {
    return endOfLine(source, position);
  }
  if (source.startsWith('/*', position)) {
    const end = source.indexOf('*/', position + 2);
    return end < 0 ? source.length : end + 2;
  }
  if (character === '"') {
    return skipString(source, position);
  }
  if (source.startsWith('<<', position)) {
    return skipHeredoc(source, position);
  }
  return position;
}

function skipString(source: string, start: number): number {
  let position = start + 1;
  while (position < source.length && source[position] !== '"') {
    if (source[position] === '\\') {
      position += 2;
    } else if (/^(\$\$|%%)\{/.test(source.slice(position, position + 3))) {
      position += 3;
    } else if (/^[$%]\{/.test(source.slice(position, position + 2))) {
      position = skipInterpolation(source, position + 2);
    } else {
      position += 1;
    }
  }
  return position + 1;
}

function skipInterpolation(source: string, start: number): number {
  let depth = 1;
  let position = start;
  while (position < source.length && depth > 0) {
    const skipped = skipText(source, position);
    if (skipped > position) {
      position = skipped;
      continue;
    }
    if (source[position] === '{') {
      depth += 1;
    } else if (source[position] === '}') {
      depth -= 1;
    }
    position += 1;
  }
  return position;
}

function skipHeredoc(source: string, start: number): number {
  const opening = /^<<-?([\w-]+)\r?\n/.exec(source.slice(start, start + 200));
  if (!opening) {
    return start;
  }
  let position = start + opening[0].length;
  while (position < source.length) {
    const end = endOfLine(source, position);
    if (source.slice(position, end).trim() === opening[1]) {
      return end;
    }
    position = end + 1;
  }
  return source.length;
}

function endOfLine(source: string, position: number): number {
  const end = source.indexOf('\n', position);
  return end < 0 ? source.length : end;
}
