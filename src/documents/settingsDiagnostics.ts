import { Diagnostic, DiagnosticSeverity, l10n, languages, Range, type TextDocument, type Uri } from 'vscode';

import type { Problem } from './settingsParse';
import { problemText } from './settingsTexts';

/** Marks what is wrong in settings documents, and which of them are drafts that the server does not know. */
export class SettingsDiagnostics {
  private readonly collection = languages.createDiagnosticCollection('PostHog Plugins');

  /** Replaces the marks of a document. */
  show(document: TextDocument, problems: readonly Problem[]): void {
    this.collection.set(
      document.uri,
      problems.map(({ reason, blocks, offset, length }) => {
        const range = new Range(document.positionAt(offset), document.positionAt(offset + length));
        const severity = blocks ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        return labelled(new Diagnostic(range, problemText(reason), severity));
      }),
    );
  }

  /** Says that what the document shows was not sent. @param where the project and its server */
  showDraft(uri: Uri, where: string): void {
    const text = l10n.t('Kept as a draft and not sent to {0}. Save it yourself to send it.', where);
    this.collection.set(uri, [
      labelled(new Diagnostic(new Range(0, 0, 0, 1), text, DiagnosticSeverity.Warning)),
    ]);
  }

  clear(uri: Uri): void {
    this.collection.delete(uri);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function labelled(diagnostic: Diagnostic): Diagnostic {
  diagnostic.source = 'PostHog Plugins';
  return diagnostic;
}
