import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Uri } from 'vscode';

/** The page of every log panel. It holds no data and no text: those come as messages, so there is nothing to escape. */
export class LogPanelHtml {
  private script: string | undefined;

  constructor(private readonly extensionUri: Uri) {}

  /**
   * A page with a nonce of its own: only the script with it may run, and nothing may be loaded from anywhere. The script
   * stands in the page itself, and brings the styles along: fetching it takes the editor 80 ms, a third of the time
   * until there is something to see. It is the extension's own; the bundler has seen to it that it cannot end early.
   */
  page(): string {
    // Read once, when the first panel is shown: no reason to make a panel wait for a turn of the event loop.
    this.script ??= readFileSync(
      Uri.joinPath(this.extensionUri, 'dist', 'webview', 'logPanel.js').fsPath,
      'utf8',
    );
    const nonce = randomBytes(24).toString('base64');
    const policy = `default-src 'none'; script-src 'nonce-${nonce}'`;
    return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title></title>
</head>
<body>
<script nonce="${nonce}">${this.script}</script>
</body>
</html>`;
  }
}
