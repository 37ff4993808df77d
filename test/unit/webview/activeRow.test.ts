import assert from 'node:assert/strict';
import { ActiveRow, type KeyboardList } from '../../../src/webview/list/activeRow';
import type { LogRow } from '../../../src/logs/protocol';
import { Selection } from '../../../src/webview/list/selection';

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
    const { list, active } = keyboard(100, { first: 0, end: 20 });
    active.set(5);
    list.rows.first -= 4;
    active.moved(0, false);
    active.onKey(key('ArrowDown'));
    assert.equal(active.index, 10);
  });

  it('hands over to the row in its place when its entry is gone', () => {
    const { list, active } = keyboard(100, { first: 0, end: 20 });
    active.set(5);
    list.rows.first += 50;
    active.moved(0, false);
    assert.equal(active.key, 'k55');
  });

  it('is none in another list without its entry, until the list has the focus', () => {
    const { list, active } = keyboard(100, { first: 80, end: 100 });
    active.set(5);
    list.rows.first += 50;
    active.moved(0, true);
    assert.equal(active.key, undefined);
    active.ensure();
    assert.equal(active.key, 'k149');
  });

  it('stays with its entry in another list that has it', () => {
    const { list, active } = keyboard(100, { first: 0, end: 20 });
    active.set(5);
    list.rows.first += 3;
    active.moved(0, true);
    assert.equal(active.index, 2);
    active.ensure();
    assert.equal(active.key, 'k5');
  });

  it('opens the menu of a row on the screen', () => {
    const { list, active } = keyboard(100, { first: 80, end: 100 });
    active.set(3);
    active.onKey(key('F10', { shiftKey: true }));
    assert.deepEqual(list.calls, ['active k99', 'menu k99']);
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

  it('goes to the end and stays there', () => {
    const { list, active } = keyboard(100, { first: 0, end: 20 });
    active.onKey(key('End'));
    active.onKey(key('Home'));
    assert.deepEqual(list.calls, ['toEnd']);
    assert.equal(list.revealed, 0);
  });

  it('scrolls in a row that is higher than the screen before it goes on', () => {
    const { list, active } = keyboard(100, { first: 0, end: 20 });
    active.set(7);
    list.within = true;
    assert.ok(active.onKey(key('PageDown')));
    assert.equal(active.index, 7);
    list.within = false;
    active.onKey(key('ArrowDown'));
    assert.equal(active.index, 8);
  });

  it('extends the selection with Shift, and drops it without', () => {
    const { list, active } = keyboard(100, { first: 0, end: 20 });
    active.set(7);
    active.onKey(key('ArrowDown', { shiftKey: true }));
    active.onKey(key('PageDown', { shiftKey: true }));
    active.onKey(key('ArrowUp'));
    active.onKey(key('a', { ctrlKey: true }));
    assert.ok(active.onKey(key('Escape')));
    assert.equal(active.onKey(key('Escape')), false);
    assert.deepEqual(list.calls, [
      'select k7–k8',
      'select k7–k27',
      'select none',
      'selectAll',
      'select none',
    ]);
  });

  it('opens the menu of its row, and tells which row it is once', () => {
    const { list, active } = keyboard(100, { first: 0, end: 20 });
    active.set(7);
    active.tell();
    assert.ok(active.onKey(key('F10', { shiftKey: true })));
    assert.ok(active.onKey(key('ContextMenu')));
    assert.deepEqual(list.calls, ['active k7', 'menu k7', 'menu k7']);
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

/** A list of rows `k<first>`, `k<first + 1>`, … */
class FakeRows {
  first = 0;

  constructor(readonly total: number) {}

  at(index: number): LogRow {
    const text = { timestamp: '', type: 'LOG', source: '', instance: '', head: '' };
    const marks = { runs: [], hits: [], apart: false };
    const rest = { config: null, lines: 1, more: false, json: false };
    const key = `k${index + this.first}`;
    return { kind: 'entry', key, level: 'LOG', role: 'plain', ...text, ...marks, ...rest };
  }

  indexOf(held: string): number | undefined {
    const index = Number(held.slice(1)) - this.first;
    return index >= 0 && index < this.total ? index : undefined;
  }
}

class FakeList implements KeyboardList {
  readonly calls: string[] = [];
  readonly rows: FakeRows;
  readonly selection: Selection;
  revealed: number | undefined;
  within = false;

  constructor(
    total: number,
    readonly visible: KeyboardList['visible'],
  ) {
    this.rows = new FakeRows(total);
    this.selection = new Selection(this.rows, (message) => {
      const range = message.type === 'select' ? message.range : null;
      const what = range ? `${range.anchor.key}–${range.head.key}` : 'none';
      this.calls.push(message.type === 'select' ? `select ${what}` : message.type);
    });
  }

  isExpanded(): boolean {
    return false;
  }
  reveal(index: number): void {
    this.revealed = index;
  }
  scrollWithin(): boolean {
    return this.within;
  }
  toEnd(): void {
    this.calls.push('toEnd');
  }
  toggle(held: string): void {
    this.calls.push(`toggle ${held}`);
  }
  fillGap(held: string): void {
    this.calls.push(`fillGap ${held}`);
  }
  since(held: string): void {
    this.calls.push(`since ${held}`);
  }
  copy(held: string): void {
    this.calls.push(`copy ${held}`);
  }
  openMenu(held: string): void {
    this.calls.push(`menu ${held}`);
  }
  tellActive(held: string | null): void {
    this.calls.push(`active ${held ?? 'none'}`);
  }
  repaint(): void {
    // There is nothing to paint.
  }
}

function keyboard(total: number, visible: KeyboardList['visible']) {
  const list = new FakeList(total, visible);
  return { list, active: new ActiveRow(list) };
}

type Modifiers = Partial<Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>>;

/** A key as far as the list looks at it. */
function key(name: string, modifiers: Modifiers = {}) {
  return { key: name, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...modifiers };
}
