import fs from 'node:fs';
import { request } from 'undici';
import * as v from 'valibot';
import {
  DRIVER_ADDRESS,
  DRIVER_INFO,
  DRIVER_REPLY,
  DRIVER_TOKEN_HEADER,
  type DriverInfo,
  type DriverRequest,
} from '../driver-ext/protocol';
import { eventually } from '../eventually';

const START_TIMEOUT_MS = 90_000;

/** Speaks to the driver extension inside a running window's extension host. */
export class Driver {
  constructor(private readonly file: string) {}

  /** Runs any command, also one that is in no menu. Answers what the command answers, as JSON. */
  async command(id: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.ask({ op: 'command', id, args });
  }

  /** Changes a user setting in the running window. */
  async setting(key: string, value: unknown): Promise<void> {
    await this.ask({ op: 'setting', key, value });
  }

  async isActive(extension: string): Promise<boolean> {
    return (await this.ask({ op: 'isActive', extension })) === true;
  }

  /** Reads a value from an extension's exported API, or calls a function there. Activates the extension. */
  async exported(extension: string, path: readonly string[], ...args: readonly unknown[]): Promise<unknown> {
    return this.ask({ op: 'exported', extension, path, args });
  }

  async info(): Promise<DriverInfo> {
    return v.parse(DRIVER_INFO, await this.ask({ op: 'info' }));
  }

  /** Resolves when the window's extension host runs. */
  async ready(): Promise<void> {
    await eventually('the extension host runs', () => fs.existsSync(this.file), {
      timeoutMs: START_TIMEOUT_MS,
    });
  }

  /** Call it before a window is reloaded: the next `ready` then waits for the new extension host. */
  forget(): void {
    fs.rmSync(this.file, { force: true });
  }

  private async ask(message: DriverRequest): Promise<unknown> {
    const address = v.parse(DRIVER_ADDRESS, JSON.parse(fs.readFileSync(this.file, 'utf8')));
    const answer = await request(`http://127.0.0.1:${address.port}/`, {
      method: 'POST',
      headers: { [DRIVER_TOKEN_HEADER]: address.token },
      body: JSON.stringify(message),
    });
    const reply = v.parse(DRIVER_REPLY, await answer.body.json());
    if (!reply.ok) {
      throw new Error(reply.error);
    }
    return reply.result;
  }
}
