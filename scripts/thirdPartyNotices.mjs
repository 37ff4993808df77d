import fs from 'node:fs';
import path from 'node:path';

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

/**
 * The licence texts of every package of which something got into the bundles, from esbuild's own account of them.
 * Throws for a package without a licence file: what may not be passed on must not ship.
 */
export function thirdPartyNotices(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.entries(output.inputs)),
  );
  const shipped = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
  const folders = new Set(shipped.flatMap((file) => PACKAGE_FOLDER.exec(file)?.[0] ?? []));
  const sections = [...folders].sort().map(noticeOf);
  return ['This extension contains the following third-party software.', ...sections].join(
    `\n\n${'-'.repeat(80)}\n\n`,
  );
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = fs.readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  if (files.length === 0) {
    throw new Error(`${name} is bundled but has no licence file.`);
  }
  const texts = files.map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}
