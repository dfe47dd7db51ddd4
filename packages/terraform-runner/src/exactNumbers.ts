const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_NUMBER = /\d{16}|\d\.\d{14}/;

function survives(token: string): boolean {
  return token.length < 16 || String(Number(token)) === token;
}

/**
 * JSON.parse for documents with numbers that a double cannot hold: those become strings of the same digits, which Terraform
 * converts back and a reader sees unchanged.
 */
export function parseExactly(text: string): unknown {
  if (!LONG_NUMBER.test(text)) {
    return JSON.parse(text);
  }
  return JSON.parse(
    text.replace(TOKEN, token =>
      token.startsWith('"') || survives(token) ? token : `"${token}"`,
    ),
  );
}
