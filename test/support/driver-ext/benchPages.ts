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
  const channel = (): vscode.OutputChannel => (output ??= vscode.window.createOutputChannel('Bench'));
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
  const appendLines = ({ from, count, atOnce }: LinesRequest): void => {
    const made = Array.from(
      { length: count },
      (_, index) => `#${from + index} ${lines[(from + index) % lines.length] ?? ''}`,
    );
    if (atOnce) {
      channel().append(`${made.join('\n')}\n`);
    } else {
      made.forEach((line) => channel().appendLine(line));
    }
  };
  context.subscriptions.push(
    { dispose: () => output?.dispose() },
    vscode.commands.registerCommand(BENCH_COMMANDS.showOutput, () => channel().show(true)),
    vscode.commands.registerCommand(BENCH_COMMANDS.clearOutput, () => channel().clear()),
    vscode.commands.registerCommand(BENCH_COMMANDS.appendLines, appendLines),
    vscode.commands.registerCommand(BENCH_COMMANDS.openEmptyPanel, openEmptyPanel),
    vscode.commands.registerCommand(BENCH_COMMANDS.timed, async (id: string, ...args: readonly unknown[]) => {
      const start = Date.now();
      await vscode.commands.executeCommand(id, ...args);
      return start;
    }),
  );
}
