/** "1 record", "1,204 records". */
export function amount(size: number, one: string, other = `${one}s`): string {
  return `${size.toLocaleString('en')} ${size === 1 ? one : other}`;
}
