import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** The folder that a log panel may load from; nothing else. */
export function webviewRoot(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * The page of a log panel. It holds no data and no text: those come as messages, so there is nothing to escape. Only
 * the script with this page's nonce may load; it brings the styles along.
 */
export function logPanelHtml(webview: Webview, extensionUri: Uri): string {
  const root = webviewRoot(extensionUri);
  const script = webview.asWebviewUri(Uri.joinPath(root, 'logPanel.js')).toString();
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
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
