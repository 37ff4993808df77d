import { randomUUID } from 'node:crypto';
import { commands, l10n, window, workspace, type Disposable, type ExtensionContext } from 'vscode';

import { Budget } from './api/budget';
import { systemClock } from './api/clock';
import { ConnectionCommands } from './commands/connectionCommands';
import { JobCommands } from './commands/jobCommands';
import { LogCommands } from './commands/logCommands';
import { SeveralLogs } from './commands/severalLogs';
import { ShowCommands } from './commands/showCommands';
import { StateCommands } from './commands/stateCommands';
import { Targets } from './commands/targets';
import { ActiveProject } from './connection/activeProject';
import { Connections } from './connection/connections';
import { startDemo } from './connection/demoLoader';
import { DemoProject } from './connection/demoProject';
import { editorDialogs } from './connection/dialogs';
import { editorNetworkSettings } from './connection/editorNetwork';
import { KeyProblems } from './connection/keyProblems';
import { KeyStore } from './connection/keyStore';
import { Projects } from './connection/projects';
import { Sessions } from './connection/sessions';
import { readSuggestion } from './connection/suggestion';
import { PluginDocuments } from './documents/pluginDocuments';
import { COMMANDS, DOCUMENT_SCHEME, SETTINGS } from './ids';
import { AutoRefresh } from './views/autoRefresh';
import { ConfigsTree } from './views/configsTree';
import { ConfigsView } from './views/configsView';
import { ContextKeys } from './views/contextKeys';
import { editorExportDialogs } from './views/logPanel/exportDialogs';
import { LogExport } from './views/logPanel/logExport';
import { LogPanels } from './views/logPanel/logPanels';
import { LogSources } from './views/logPanel/logSources';
import { describeError } from './views/messages';
import { Notifications } from './views/notifications';
import { requestLine } from './views/requestLine';
import { ConnectionStatusBar } from './views/statusBar';

/** Builds the parts, wires them, registers what must end with the extension. Sends nothing and waits for nothing. */
export function activate(context: ExtensionContext): void {
  const add = <T extends Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const clock = systemClock;
  const output = add(window.createOutputChannel('PostHog Plugins', { log: true }));
  const notifications = new Notifications(output);

  const keys = add(new KeyStore(context.secrets));
  const connections = add(
    new Connections({
      global: context.globalState,
      workspace: context.workspaceState,
      keys,
      newId: randomUUID,
      onDamaged: () =>
        notifications.warn(
          l10n.t('Some stored PostHog connections were damaged and left out. Connect to them again.'),
        ),
    }),
  );
  const demo = add(new DemoProject(() => startDemo(context.asAbsolutePath('dist/demo.js'))));
  const network = add(editorNetworkSettings());
  const budget = new Budget(clock);
  add({ dispose: () => budget.dispose() });
  const sessions = add(
    new Sessions({
      connections,
      demo,
      network,
      budget,
      clock,
      onRequest: (record, origin) => output.info(requestLine(record, origin)),
      onStorageError: (error) => notifications.error(error),
    }),
  );
  const project = add(
    new ActiveProject({
      connections,
      sessions,
      memory: context.globalState,
      clock,
      onOpenError: (error) => notifications.error(error),
    }),
  );
  project.reopen();
  const projects = add(new Projects(connections, sessions, project, demo));

  const tree = add(new ConfigsTree(project));
  const contexts = new ContextKeys();
  const view = add(new ConfigsView(project, contexts, tree));
  add(new AutoRefresh(project, view.treeView, clock, (priority) => view.refresh(priority)));
  add(new ConnectionStatusBar(connections));
  const documents = add(new PluginDocuments(projects, clock));
  const logExport = new LogExport({ dialogs: editorExportDialogs, notifications, documents, clock });
  const panels = add(
    new LogPanels({
      extensionUri: context.extensionUri,
      clock,
      sources: new LogSources(projects),
      onDidChangeConnections: connections.onDidChange,
      contexts,
      tools: {
        notifications,
        exportLogs: (source) => logExport.exportLogs(source),
        openAsDocument: (source) => logExport.openAsDocument(source),
      },
    }),
  );
  add(
    workspace.registerFileSystemProvider(DOCUMENT_SCHEME, documents, {
      isReadonly: true,
      isCaseSensitive: true,
    }),
  );

  const targets = new Targets(project, notifications);
  const state = new StateCommands(targets, notifications, editorDialogs);
  const jobs = new JobCommands(targets, notifications, editorDialogs, panels);
  const show = new ShowCommands(project, targets, notifications, editorDialogs, panels, documents);
  const logs = new LogCommands(panels, notifications);
  const several = new SeveralLogs(targets, panels);
  const connection = new ConnectionCommands({
    connections,
    sessions,
    demo,
    dialogs: editorDialogs,
    notifications,
    output,
    explain: (error) => describeError(error).text,
    suggestion: () =>
      readSuggestion(workspace.getConfiguration(SETTINGS.section).get(SETTINGS.suggestedConnection)),
  });
  const keyProblems = add(new KeyProblems(connections, (refused) => connection.offerNewKey(refused)));
  add(project.onDidRefuseKey((refused) => keyProblems.refused(refused)));

  const handlers: ReadonlyMap<string, (...args: never[]) => unknown> = new Map<
    string,
    (...args: never[]) => unknown
  >([
    ...connection.handlers,
    ...logs.handlers,
    [COMMANDS.showLogsOfSeveral, () => several.run()],
    [COMMANDS.refresh, () => view.refresh()],
    [COMMANDS.loadMore, () => show.loadMore()],
    [COMMANDS.enable, state.enable.bind(state)],
    [COMMANDS.disable, state.disable.bind(state)],
    [COMMANDS.delete, state.delete.bind(state)],
    [COMMANDS.runJob, jobs.run.bind(jobs)],
    [COMMANDS.showLogs, show.logs.bind(show)],
    [COMMANDS.showFrontend, show.frontend.bind(show)],
    [COMMANDS.showJson, show.json.bind(show)],
    [COMMANDS.copyId, show.copyId.bind(show)],
    [COMMANDS.openInPostHog, () => show.inPostHog()],
  ]);
  for (const [id, handler] of handlers) {
    add(commands.registerCommand(id, handler));
  }
}
