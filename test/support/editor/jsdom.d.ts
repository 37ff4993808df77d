/** As much of jsdom as the page of the log panel needs: its types come as a package of their own. */
declare module 'jsdom' {
  import type { Context } from 'node:vm';

  export type DOMWindow = Window & typeof globalThis;

  export class VirtualConsole {
    on(event: 'jsdomError', listener: (error: Error) => void): this;
  }

  export class JSDOM {
    constructor(
      html: string,
      options: {
        readonly url: string;
        readonly runScripts: 'outside-only';
        readonly pretendToBeVisual: boolean;
        readonly virtualConsole: VirtualConsole;
        readonly beforeParse: (window: DOMWindow) => void;
      },
    );
    readonly window: DOMWindow;
    getInternalVMContext(): Context;
  }
}
