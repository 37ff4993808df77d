import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as v from 'valibot';
import { Deferred } from '../support/deferred';
import {
  LOG_ANSWERS,
  LOG_REPLY,
  READY,
  type LogReply,
  type LogRequest,
  type ServerAddress,
} from './logProtocol';

type Answer<Op extends LogRequest['op']> = v.InferOutput<(typeof LOG_ANSWERS)[Op]>;
type Arguments<Op extends LogRequest['op']> = Omit<Extract<LogRequest, { op: Op }>, 'op'>;

/** The server of the benchmarks, seen from outside its process. */
export class LogServer {
  private readonly waiting = new Map<number, Deferred<LogReply>>();
  private nextId = 1;

  private constructor(
    private readonly child: ChildProcess,
    readonly address: ServerAddress,
  ) {
    child.on('message', (message) => this.receive(message));
    child.once('exit', (code) => {
      for (const [id, { resolve }] of this.waiting) {
        resolve({ ok: false, id, error: `the log server ended with ${String(code)}` });
      }
    });
  }

  /** @param program the bundled `logProgram.ts` */
  static async start(program: string): Promise<LogServer> {
    const child = fork(program);
    const [ready] = (await once(child, 'message')) as [unknown];
    return new LogServer(child, v.parse(READY, ready));
  }

  /** @throws Error when the server could not do it, or has ended */
  async ask<Op extends LogRequest['op']>(op: Op, details: Arguments<Op>): Promise<Answer<Op>> {
    const id = this.nextId++;
    const answer = new Deferred<LogReply>();
    this.waiting.set(id, answer);
    this.child.send({ id, request: { op, ...details } });
    const reply = await answer.promise;
    if (!reply.ok) {
      throw new Error(reply.error);
    }
    return v.parse(LOG_ANSWERS[op], reply.result);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.disconnect();
      await ended;
    }
  }

  private receive(message: unknown): void {
    const reply = v.parse(LOG_REPLY, message);
    this.waiting.get(reply.id)?.resolve(reply);
    this.waiting.delete(reply.id);
  }
}
