/** Whether a text is JSON. That of an editor is not for a moment, while an answer of the server comes in. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
