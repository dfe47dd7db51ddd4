/**
 * 32 hexadecimal digits that nobody guesses. `crypto.randomUUID` exists in secure contexts only, and a portal inside a company may be
 * plain http.
 */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
