/** Characters that a path, a file system or a tab title would trip over. */
const UNSAFE = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Names of things as a part of a file's name: one that every file system takes, and that hides nothing. */
export function safeFileName(name: string, fallback: string): string {
  const safe = name
    .replaceAll(UNSAFE, ' ')
    .replace(/^[\s.]+/, '')
    .slice(0, 80)
    .trim();
  return safe || fallback;
}
