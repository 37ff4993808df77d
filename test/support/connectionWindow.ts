import { randomUUID } from 'node:crypto';
import assert from 'node:assert/strict';
import { Budget } from '../../src/api/budget';
import { systemClock } from '../../src/api/clock';
import type { Address } from '../../src/connection/address';
import { Connections } from '../../src/connection/connections';
import { DemoProject } from '../../src/connection/demoProject';
import type { Dialogs, Question } from '../../src/connection/dialogs';
import { Emitter } from '../../src/connection/emitter';
import { KeyStore } from '../../src/connection/keyStore';
import { Sessions } from '../../src/connection/sessions';
import { FakeSecretStore, FakeStateStore } from './fakeStores';

/** Answers modal questions as it is told, and notes them. */
export class FakeDialogs implements Dialogs {
  readonly questions: Question[] = [];
  readonly opened: string[] = [];
  answer = true;

  confirm(question: Question): Promise<boolean> {
    this.questions.push(question);
    return Promise.resolve(this.answer);
  }

  openExternal(url: string): Promise<void> {
    this.opened.push(url);
    return Promise.resolve();
  }
}

/** The connection parts of one window, with real requests and nothing stored outside memory. */
export class ConnectionWindow {
  readonly global = new FakeStateStore();
  readonly workspace = new FakeStateStore();
  readonly secrets = new FakeSecretStore();
  readonly dialogs = new FakeDialogs();
  readonly demo = new DemoProject(() => assert.fail('no test here starts the demo'));
  readonly budget = new Budget(systemClock);
  readonly connections: Connections;
  readonly sessions: Sessions;
  suggested: Address | undefined;

  private readonly keys = new KeyStore(this.secrets);

  constructor() {
    this.connections = new Connections({
      global: this.global,
      workspace: this.workspace,
      keys: this.keys,
      newId: randomUUID,
      onDamaged: () => assert.fail('nothing is damaged'),
    });
    this.sessions = new Sessions({
      connections: this.connections,
      demo: this.demo,
      network: { optionsFor: () => ({}), onDidChange: new Emitter().event },
      budget: this.budget,
      clock: systemClock,
      onRequest: () => undefined,
      onStorageError: () => undefined,
    });
  }

  readonly suggestion = (): Address | undefined => this.suggested;

  dispose(): void {
    this.sessions.dispose();
    this.connections.dispose();
    this.keys.dispose();
    this.demo.dispose();
    this.budget.dispose();
  }
}
