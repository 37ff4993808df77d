/** Percent-encodes any text: halves of surrogate pairs, which nothing can encode, become the sign for what is unreadable. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd'));
}
