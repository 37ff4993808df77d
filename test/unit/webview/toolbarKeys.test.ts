import assert from 'node:assert/strict';
import { hiddenAfter } from '../../../src/webview/toolbar/facet';
import { nextItem } from '../../../src/webview/toolbar/popupMenu';
import { nextStop } from '../../../src/webview/toolbar/roving';
import { shortcutOf, type Chord, type Shortcut } from '../../../src/webview/shortcuts';

describe('keys in a tool bar', () => {
  const cases: readonly (readonly [string, number, number, number | undefined])[] = [
    ['ArrowRight', 0, 3, 1],
    ['ArrowRight', 2, 3, 0],
    ['ArrowLeft', 0, 3, 2],
    ['Home', 2, 3, 0],
    ['End', 0, 3, 2],
    ['ArrowDown', 0, 3, undefined],
    ['End', 0, 0, undefined],
  ];
  for (const [key, at, count, to] of cases) {
    it(`${key} from ${at} of ${count}`, () => assert.equal(nextStop(key, at, count, false), to));
  }

  it('choose in a drop-down where they can, and lead past it where they cannot', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];
    assert.deepEqual(
      keys.map((key) => nextStop(key, 1, 3, true)),
      [0, 2, undefined, undefined, undefined, undefined],
    );
  });
});

describe('keys in a menu', () => {
  const cases: readonly (readonly [string, number, number | undefined])[] = [
    ['ArrowDown', 3, 0],
    ['ArrowUp', 0, 3],
    ['PageUp', 2, 0],
    ['PageDown', 1, 3],
    ['ArrowRight', 1, undefined],
  ];
  for (const [key, at, to] of cases) {
    it(`${key} from ${at} of 4`, () => assert.equal(nextItem(key, at, 4), to));
  }
});

describe('shortcuts of the panel', () => {
  const chord = (key: string, modifiers: Partial<Chord> = {}, code = key): Chord => ({
    ...{ key, code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false },
    ...modifiers,
  });
  const cases: readonly (readonly [string, Chord, Shortcut | undefined, Shortcut | undefined])[] = [
    ['Ctrl+F', chord('f', { ctrlKey: true }), 'focusFilter', undefined],
    ['Cmd+F', chord('f', { metaKey: true }), undefined, 'focusFilter'],
    ['Ctrl+Shift+F', chord('F', { ctrlKey: true, shiftKey: true }), undefined, undefined],
    ['f', chord('f'), undefined, undefined],
    ['F3', chord('F3'), 'nextMatch', 'nextMatch'],
    ['Shift+F3', chord('F3', { shiftKey: true }), 'previousMatch', 'previousMatch'],
    ['Alt+F3', chord('F3', { altKey: true }), undefined, undefined],
    ['Alt+C', chord('c', { altKey: true }, 'KeyC'), 'matchCase', undefined],
    ['Option+C, which types ç', chord('ç', { altKey: true }, 'KeyC'), 'matchCase', undefined],
    ['Option+Cmd+C', chord('ç', { altKey: true, metaKey: true }, 'KeyC'), undefined, 'matchCase'],
    ['AltGr+C', chord('c', { altKey: true, ctrlKey: true }, 'KeyC'), undefined, undefined],
    ['Alt+W', chord('w', { altKey: true }, 'KeyW'), 'wholeWord', undefined],
    ['Alt+R', chord('r', { altKey: true }, 'KeyR'), 'regex', undefined],
    ['Alt+Z', chord('z', { altKey: true }, 'KeyZ'), 'wrap', 'wrap'],
    ['Alt+X', chord('x', { altKey: true }, 'KeyX'), undefined, undefined],
  ];
  for (const [name, keys, elsewhere, mac] of cases) {
    it(name, () => {
      assert.equal(shortcutOf(keys, false), elsewhere);
      assert.equal(shortcutOf(keys, true), mac, 'on a Mac');
    });
  }
});

describe('what a choice hides', () => {
  const values = (hidden: string) =>
    ['A', 'B', 'C'].map((id) => ({ id, label: id, count: 1, shown: !hidden.includes(id) }));

  it('is the value that was shown, or no longer the one that was not', () => {
    assert.deepEqual(hiddenAfter(values(''), 'B'), ['B']);
    assert.deepEqual(hiddenAfter(values('AB'), 'B'), ['A']);
  });

  it('is nothing after all were chosen, or everything where nothing was hidden', () => {
    assert.deepEqual(hiddenAfter(values('AB'), 'all'), []);
    assert.deepEqual(hiddenAfter(values(''), 'all'), ['A', 'B', 'C']);
  });
});
