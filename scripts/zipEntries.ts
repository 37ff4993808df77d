export interface ZipEntry {
  readonly name: string;
  /** Bytes of the file itself. */
  readonly size: number;
  /** Bytes that it takes in the archive. */
  readonly compressed: number;
}

const DIRECTORY_ENTRY = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const ENTRY_HEADER_LENGTH = 46;

/** Reads the directory at the end of a zip archive of ordinary size (a .vsix is one). */
export function readZipEntries(archive: Buffer): readonly ZipEntry[] {
  const end = lastIndexOfSignature(archive, END_OF_DIRECTORY);
  const count = archive.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) {
      throw new Error('the archive has a damaged directory');
    }
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + ENTRY_HEADER_LENGTH, at + ENTRY_HEADER_LENGTH + nameLength);
    entries.push({ name, compressed: archive.readUInt32LE(at + 20), size: archive.readUInt32LE(at + 24) });
    at += ENTRY_HEADER_LENGTH + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function lastIndexOfSignature(archive: Buffer, signature: number): number {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  const at = archive.lastIndexOf(bytes);
  if (at < 0) {
    throw new Error('this is not a zip archive');
  }
  return at;
}
