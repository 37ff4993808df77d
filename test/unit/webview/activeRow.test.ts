import assert from 'node:assert/strict';
import { ActiveRow, type KeyboardList } from '../../../src/webview/activeRow';
import type { LogRow } from '../../../src/logs/protocol';

describe('active row', () => {
  it('moves by pages also where keys come faster than frames', () => {
    const { list, active } = keyboard(100, { first: 80, end: 100 });
    active.set(99);
    active.onKey(key('PageUp'));
    active.onKey(key('PageUp'));
    assert.equal(active.key, 'k61');
    assert.equal(list.revealed, 61);
  });

  it('begins on the screen where it was left behind', () => {
    const { active } = keyboard(100, { first: 80, end: 100 });
    active.set(3);
    active.onKey(key('ArrowUp'));
    assert.equal(active.key, 'k98');
  });

  it('stays with its entry when others come before it', () => {
    const { active } = keyboard(100, { first: 0, end: 20 });
    active.set(5);
    active.moved((held) => (held === 'k5' ? 9 : undefined), 0);
    active.onKey(key('ArrowDown'));
    assert.equal(active.key, 'k10');
  });

  it('leaves keys that are not for the list', () => {
    const { active } = keyboard(100, { first: 0, end: 20 });
    for (const event of [
      key('a'),
      key('f', { ctrlKey: true }),
      key('ArrowUp', { altKey: true }),
      key('Tab'),
    ]) {
      assert.equal(active.onKey(event), false);
    }
    assert.equal(keyboard(0, { first: 0, end: 0 }).active.onKey(key('ArrowDown')), false);
  });

  it('goes to the end and stays there, and past the top', () => {
    const { list, active } = keyboard(100, { first: 0, end: 20 });
    active.onKey(key('End'));
    active.onKey(key('Home'));
    assert.deepEqual(list.calls, ['toEnd', 'pastTop']);
  });

  it('unfolds and folds', () => {
    const { list, active } = keyboard(100, { first: 0, end: 20 });
    active.set(2);
    for (const name of ['Enter', ' ', 'ArrowRight']) {
      assert.ok(active.onKey(key(name)));
    }
    assert.equal(active.onKey(key('ArrowLeft')), false, 'it is folded already');
    assert.deepEqual(list.calls, ['toggle k2', 'toggle k2', 'toggle k2']);
  });
});

class FakeList implements KeyboardList {
  readonly calls: string[] = [];
  revealed: number | undefined;

  constructor(
    readonly total: number,
    readonly visible: KeyboardList['visible'],
  ) {}

  rowAt(index: number): LogRow | undefined {
    const text = { timestamp: '', type: 'LOG', source: '', head: '' };
    return { kind: 'entry', key: `k${index}`, level: 'LOG', lines: 1, more: false, ...text };
  }
  isExpanded(): boolean {
    return false;
  }
  reveal(index: number): void {
    this.revealed = index;
  }
  toEnd(): void {
    this.calls.push('toEnd');
  }
  pastTop(): void {
    this.calls.push('pastTop');
  }
  toggle(held: string): void {
    this.calls.push(`toggle ${held}`);
  }
  fillGap(held: string): void {
    this.calls.push(`fillGap ${held}`);
  }
  copy(held: string): void {
    this.calls.push(`copy ${held}`);
  }
  repaint(): void {
    // There is nothing to paint.
  }
}

function keyboard(total: number, visible: KeyboardList['visible']) {
  const list = new FakeList(total, visible);
  return { list, active: new ActiveRow(list) };
}

/** A key as far as the list looks at it. */
function key(name: string, modifiers: Partial<Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey'>> = {}) {
  return { key: name, altKey: false, ctrlKey: false, metaKey: false, ...modifiers };
}
