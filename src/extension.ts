import { randomUUID } from 'node:crypto';
import { commands, window, workspace, type Disposable, type ExtensionContext } from 'vscode';

import { Budget } from './api/budget';
import { systemClock } from './api/clock';
import { BulkCommands } from './commands/bulkCommands';
import { BulkTargets } from './commands/bulkTargets';
import { ChangeCommands } from './commands/changeCommands';
import { AttachmentCommands } from './commands/attachmentCommands';
import { CompareCommands } from './commands/compareCommands';
import { ConnectionCommands } from './commands/connectionCommands';
import { CopyAsCurl } from './commands/copyAsCurl';
import { chooseWay, CreateCommands } from './commands/createCommands';
import { askConflict, EditCommands } from './commands/editCommands';
import { editorFileDialog } from './commands/fileDialog';
import { FilterCommands } from './commands/filterCommands';
import { JobCommands } from './commands/jobCommands';
import { LogCommands } from './commands/logCommands';
import { MoveRuns } from './commands/moveRuns';
import { OrderCommands } from './commands/orderCommands';
import { SecretBox } from './commands/secretBox';
import { SecretCommands } from './commands/secretCommands';
import { SettingTargets } from './commands/settingTargets';
import { SettingsSaves } from './commands/settingsSaves';
import { SeveralLogs } from './commands/severalLogs';
import { ShowCommands } from './commands/showCommands';
import { StateCommands } from './commands/stateCommands';
import { Targets } from './commands/targets';
import { ActiveProject } from './connection/activeProject';
import { CarefulState } from './connection/carefulState';
import { Connections } from './connection/connections';
import { startDemo } from './connection/demoLoader';
import { DemoProject } from './connection/demoProject';
import { editorDialogs } from './connection/dialogs';
import { editorNetworkSettings } from './connection/editorNetwork';
import { KeyProblems } from './connection/keyProblems';
import { KeyStore } from './connection/keyStore';
import { Outages } from './connection/outages';
import { Projects } from './connection/projects';
import { Sessions } from './connection/sessions';
import { readSuggestion } from './connection/suggestion';
import { DocumentFiles } from './documents/documentFiles';
import { PluginDocuments } from './documents/pluginDocuments';
import { SettingsDiagnostics } from './documents/settingsDiagnostics';
import { SettingsMemory } from './documents/settingsMemory';
import { SettingsStore } from './documents/settingsStore';
import { COMMANDS, DOCUMENT_SCHEME, SETTINGS } from './ids';
import { ChangeHistory } from './model/changeHistory';
import { AutoRefresh } from './views/autoRefresh';
import { ConfigsDragAndDrop } from './views/configsDragAndDrop';
import { ConfigsTree } from './views/configsTree';
import { ConfigsView } from './views/configsView';
import { ContextKeys } from './views/contextKeys';
import { editorExportDialogs } from './views/logPanel/exportDialogs';
import { LogExport } from './views/logPanel/logExport';
import { LogPanels } from './views/logPanel/logPanels';
import { LogSources } from './views/logPanel/logSources';
import { describeError } from './views/messages';
import { LostState } from './views/lostState';
import { Notifications } from './views/notifications';
import { outageText } from './views/outageText';
import { requestLine } from './views/requestLine';
import { ConnectionStatusBar } from './views/statusBar';
import { TreeFilters } from './views/treeFilters';

/** Builds the parts, wires them, registers what must end with the extension. Sends nothing and waits for nothing. */
export function activate(context: ExtensionContext): void {
  const add = <T extends Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const clock = systemClock;
  const output = add(window.createOutputChannel('PostHog Plugins', { log: true }));
  const notifications = new Notifications(output);

  const lost = new LostState(notifications);
  const global = new CarefulState(context.globalState, (error) => lost.failed(error));
  const perWorkspace = new CarefulState(context.workspaceState, (error) => lost.failed(error));
  const keys = add(new KeyStore(context.secrets));
  const connections = add(
    new Connections({
      global,
      workspace: perWorkspace,
      keys,
      newId: randomUUID,
      onDamaged: () => lost.connections(),
    }),
  );
  // Nothing tells that another window has changed the list.
  add(window.onDidChangeWindowState(() => void connections.look()));
  const demo = add(new DemoProject(() => startDemo(context.asAbsolutePath('dist/demo.js'))));
  const network = add(editorNetworkSettings());
  const budget = new Budget(clock);
  add({ dispose: () => budget.dispose() });
  const outages = add(new Outages());
  add(outages.onDidBegin((outage) => notifications.warn(outageText(outage))));
  const sessions = add(
    new Sessions({
      connections,
      demo,
      network,
      budget,
      clock,
      onRequest: (record, origin) => {
        output.info(requestLine(record, origin));
        outages.note(record, origin, clock.now());
      },
      onStorageError: (error) => notifications.error(error),
    }),
  );
  const project = add(
    new ActiveProject({
      connections,
      sessions,
      memory: global,
      clock,
      onOpenError: (error) => notifications.error(error),
    }),
  );
  project.reopen();
  const projects = add(new Projects(connections, sessions, project, demo));

  const filters = add(new TreeFilters(project));
  const tree = add(new ConfigsTree(project, filters, clock));
  const contexts = new ContextKeys();
  const dragAndDrop = add(new ConfigsDragAndDrop());
  const view = add(new ConfigsView(project, contexts, tree, filters, dragAndDrop));
  const refresh = async (priority: 'user' | 'background'): Promise<void> => {
    await connections.look();
    await view.refresh(priority);
  };
  add(new AutoRefresh(project, view.treeView, clock, outages, refresh));
  add(new ConnectionStatusBar(connections));
  const documents = add(new PluginDocuments(projects, clock));
  const logExport = new LogExport({ dialogs: editorExportDialogs, notifications, documents, clock });
  const panels = add(
    new LogPanels({
      extensionUri: context.extensionUri,
      clock,
      sources: new LogSources(projects),
      onDidChangeConnections: connections.onDidChange,
      onDidReach: outages.onDidEnd,
      contexts,
      tools: {
        notifications,
        exportLogs: (source) => logExport.exportLogs(source),
        openAsDocument: (source) => logExport.openAsDocument(source),
      },
    }),
  );
  const diagnostics = new SettingsDiagnostics();
  const store = new SettingsStore(new SettingsMemory(perWorkspace, (path) => lost.draft(path)));
  const files = add(new DocumentFiles(documents, { projects, clock, store, diagnostics }));
  add(workspace.registerFileSystemProvider(DOCUMENT_SCHEME, files, { isCaseSensitive: true }));

  const targets = new Targets(project, notifications);
  const reporter = add(
    new ChangeCommands({
      project,
      connections,
      targets,
      history: new ChangeHistory({
        store: global,
        clock,
        newId: randomUUID,
        onDamaged: () => lost.changes(),
      }),
      notifications,
      dialogs: editorDialogs,
    }),
  );
  const state = new StateCommands(targets, notifications, editorDialogs, reporter);
  const jobs = new JobCommands(targets, notifications, editorDialogs, panels);
  const show = new ShowCommands(project, targets, notifications, editorDialogs, panels, documents);
  const compare = new CompareCommands({ targets, connections, sessions, documents, notifications, clock });
  const curl = new CopyAsCurl(targets);
  const filter = new FilterCommands(project, targets, filters, notifications);
  const edit = new EditCommands(project, targets, notifications, files.settings);
  const saves = new SettingsSaves({
    project,
    projects,
    documents: files.settings,
    diagnostics,
    dialogs: editorDialogs,
    reporter,
    askConflict,
  });
  files.settings.onSave((request) => saves.save(request));
  add(
    project.onDidChange(() => {
      const open = project.current;
      if (open) {
        files.settings.refresh(open.connection.id, (id) => open.configs.row(id)?.config);
      }
    }),
  );
  const creation = new CreateCommands({
    project,
    targets,
    notifications,
    dialogs: editorDialogs,
    choose: chooseWay,
    reporter,
    documents: edit,
    reveal: (connectionId, configId) => view.reveal(connectionId, configId),
  });
  saves.onCreate(creation);
  const settingTargets = new SettingTargets(targets, notifications);
  const secretBox = new SecretBox({ notifications, dialogs: editorDialogs, files: editorFileDialog });
  const secrets = new SecretCommands(settingTargets, notifications, editorDialogs, secretBox, reporter);
  const attachments = new AttachmentCommands(
    settingTargets,
    notifications,
    editorDialogs,
    editorFileDialog,
    reporter,
  );
  const logs = new LogCommands(panels, notifications);
  const several = new SeveralLogs(targets, panels, view);
  const chosen = new BulkTargets(targets, view, notifications);
  const bulk = new BulkCommands({
    chosen,
    targets,
    state,
    show,
    several,
    notifications,
    dialogs: editorDialogs,
    reporter,
  });
  const runs = new MoveRuns({ targets, notifications, dialogs: editorDialogs, reporter });
  const order = new OrderCommands({ targets, chosen, notifications, runs });
  add(dragAndDrop.onDidDrop((drop) => void order.drop(drop)));
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
  const keyProblems = add(new KeyProblems(connections, (refused) => void connection.offerNewKey(refused)));
  add(project.onDidRefuseKey((refused) => keyProblems.refused(refused)));

  const handlers: ReadonlyMap<string, (...args: never[]) => unknown> = new Map<
    string,
    (...args: never[]) => unknown
  >([
    ...connection.handlers,
    ...logs.handlers,
    [COMMANDS.showLogsOfSeveral, () => several.run()],
    [COMMANDS.refresh, () => refresh('user')],
    [COMMANDS.loadMore, () => show.loadMore()],
    [COMMANDS.filter, () => filter.filter()],
    [COMMANDS.clearFilter, () => filter.clear()],
    [COMMANDS.add, () => creation.add()],
    [COMMANDS.enable, bulk.enable.bind(bulk)],
    [COMMANDS.disable, bulk.disable.bind(bulk)],
    [COMMANDS.delete, bulk.delete.bind(bulk)],
    ...order.handlers,
    [COMMANDS.undoLastChange, () => reporter.undoLast()],
    [COMMANDS.recentChanges, () => reporter.showRecent()],
    [COMMANDS.runJob, jobs.run.bind(jobs)],
    [COMMANDS.showLogs, bulk.showLogs.bind(bulk)],
    [COMMANDS.showFrontend, show.frontend.bind(show)],
    [COMMANDS.showJson, show.json.bind(show)],
    [COMMANDS.compare, compare.compare.bind(compare)],
    [COMMANDS.copyAsCurl, curl.copy.bind(curl)],
    [COMMANDS.editSettings, edit.editSettings.bind(edit)],
    [COMMANDS.setSecret, secrets.set.bind(secrets)],
    [COMMANDS.clearSecret, secrets.clear.bind(secrets)],
    [COMMANDS.addAttachment, attachments.add.bind(attachments)],
    [COMMANDS.removeAttachment, attachments.remove.bind(attachments)],
    [COMMANDS.copyId, show.copyId.bind(show)],
    [COMMANDS.openInPostHog, () => show.inPostHog()],
  ]);
  for (const [id, handler] of handlers) {
    add(commands.registerCommand(id, handler));
  }
}
