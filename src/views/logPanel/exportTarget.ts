import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { workspace, type Uri } from 'vscode';

/** What a place that takes a file only in one piece is given at most, in bytes. */
export const WHOLE_FILE_LIMIT = 64 * 1024 * 1024;

/** A file could not be written; `name` of the file, and why. */
export class ExportError extends Error {
  override readonly name = 'ExportError';

  /** @param reason `tooLarge`: the place takes at most `WHOLE_FILE_LIMIT` bytes; else the system's words are in `cause` */
  constructor(
    readonly file: string,
    readonly reason: 'failed' | 'tooLarge',
    cause?: unknown,
  ) {
    super(`${file}: ${cause instanceof Error ? cause.message : reason}`, { cause });
  }
}

/** A file that is being written. Nothing of it is there under its name until it is finished. */
export interface ExportTarget {
  /** @throws ExportError */
  write(text: string): Promise<void>;
  /** @throws ExportError */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** @throws ExportError */
export async function openTarget(uri: Uri): Promise<ExportTarget> {
  return uri.scheme === 'file' ? FileTarget.open(uri.fsPath) : new WholeTarget(uri);
}

/** Writes beside the file that it is to become, and takes its place in the end. */
class FileTarget implements ExportTarget {
  private isOpen = true;

  private constructor(
    private readonly path: string,
    private readonly part: string,
    private readonly file: FileHandle,
  ) {}

  static async open(path: string): Promise<FileTarget> {
    const part = `${path}.part`;
    return new FileTarget(path, part, await told(path, open(part, 'w')));
  }

  write(text: string): Promise<void> {
    return told(this.path, this.file.writeFile(text));
  }

  async finish(): Promise<void> {
    await told(this.path, this.close());
    await told(this.path, rename(this.part, this.path));
  }

  async abandon(): Promise<void> {
    await this.close().catch(() => undefined);
    await rm(this.part, { force: true });
  }

  private async close(): Promise<void> {
    if (this.isOpen) {
      this.isOpen = false;
      await this.file.close();
    }
  }
}

/** File systems that the editor reaches through another extension take a file in one piece, so its size is limited. */
class WholeTarget implements ExportTarget {
  private pieces: Buffer[] = [];
  private size = 0;

  constructor(private readonly uri: Uri) {}

  async write(text: string): Promise<void> {
    const piece = Buffer.from(text);
    this.size += piece.length;
    if (this.size > WHOLE_FILE_LIMIT) {
      throw new ExportError(this.uri.path, 'tooLarge');
    }
    this.pieces.push(piece);
    // Nothing else here waits, and a large export must not hold up everything.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async finish(): Promise<void> {
    await told(this.uri.path, workspace.fs.writeFile(this.uri, Buffer.concat(this.pieces)));
  }

  abandon(): Promise<void> {
    this.pieces = [];
    return Promise.resolve();
  }
}

async function told<T>(file: string, work: PromiseLike<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new ExportError(file, 'failed', error);
  }
}
