import * as vscode from 'vscode';
import { logLines } from '../../bench/logText';
import { BENCH_COMMANDS, type LinesRequest } from './benchProtocol';

const EMPTY_PAGE = `<!DOCTYPE html>
<html lang="en">
  <head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-bench'"></head>
  <body>
    <script nonce="bench">
      const mark = document.createElement('p');
      mark.className = 'empty-panel';
      mark.textContent = 'here';
      document.body.append(mark);
    </script>
  </body>
</html>`;

/** What the product is compared with: VS Code's own output channel, and a webview panel with nothing in it. */
export function registerBenchPages(context: vscode.ExtensionContext): void {
  let output: vscode.OutputChannel | undefined;
  let outputs = 0;
  const lines = logLines();
  let panel: vscode.WebviewPanel | undefined;
  const openEmptyPanel = (): void => {
    if (panel) {
      panel.reveal();
      return;
    }
    panel = vscode.window.createWebviewPanel('testDriver.empty', 'Empty', vscode.ViewColumn.Active, {
      enableScripts: true,
    });
    panel.onDidDispose(() => (panel = undefined));
    panel.webview.html = EMPTY_PAGE;
  };
  const newOutput = (): void => {
    output?.dispose();
    output = vscode.window.createOutputChannel(`Bench ${++outputs}`);
    output.show(true);
  };
  const appendLines = ({ from, count, atOnce }: LinesRequest): void => {
    const made = Array.from(
      { length: count },
      (_, index) => `#${from + index} ${lines[(from + index) % lines.length] ?? ''}`,
    );
    if (atOnce) {
      output?.append(`${made.join('\n')}\n`);
    } else {
      made.forEach((line) => output?.appendLine(line));
    }
  };
  context.subscriptions.push(
    { dispose: () => output?.dispose() },
    vscode.commands.registerCommand(BENCH_COMMANDS.newOutput, newOutput),
    vscode.commands.registerCommand(BENCH_COMMANDS.appendLines, appendLines),
    vscode.commands.registerCommand(BENCH_COMMANDS.openEmptyPanel, openEmptyPanel),
    vscode.commands.registerCommand(BENCH_COMMANDS.timed, async (id: string, ...args: readonly unknown[]) => {
      const start = Date.now();
      await vscode.commands.executeCommand(id, ...args);
      return start;
    }),
  );
}
