/** In HCL `$${` and `%%{` stand for `${` and `%{`; the parser leaves them escaped. */
export function unescapeLiterals(value: unknown): unknown {
  return mapStrings(value, text =>
    text.replace(/\$\$\{/g, () => '${').replace(/%%\{/g, '%{'),
  );
}

/** Strings and keys of a `*.tf.json` file are templates: makes them stay as they are. */
export function escapeTemplates(value: unknown): unknown {
  return mapStrings(value, text =>
    text.replace(/\$\{/g, () => '$${').replace(/%\{/g, '%%{'),
  );
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return map(value);
  }
  if (Array.isArray(value)) {
    return value.map(element => mapStrings(element, map));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, element]) => [
        map(key),
        mapStrings(element, map),
      ]),
    );
  }
  return value;
}
