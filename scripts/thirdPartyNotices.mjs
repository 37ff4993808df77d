import fs from 'node:fs';
import path from 'node:path';

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.|-|$)/i;
const LINE = `\n\n${'-'.repeat(80)}\n\n`;

/** Software that packages carry inside of them without its licence. */
const CARRIED = [
  {
    within: /(?:^|\/)node_modules\/undici\/lib\/llhttp\//,
    name: 'llhttp, as it comes with undici',
    licence: 'MIT',
    text: new URL('licences/llhttp.txt', import.meta.url),
  },
];

/**
 * What of other people got into the bundles, from esbuild's own account of them: a list with versions and licences,
 * then the licence texts. Throws for a package without them: what may not be passed on must not ship.
 */
export function thirdPartyNotices(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.entries(output.inputs)),
  );
  const shipped = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
  const folders = new Set(shipped.flatMap((file) => PACKAGE_FOLDER.exec(file)?.[0] ?? []));
  const carried = CARRIED.filter(({ within }) => shipped.some((file) => within.test(file)));
  const notices = [...[...folders].sort().map(noticeOfPackage), ...carried.map(noticeOfCarried)];
  const list = notices.map(({ title }) => `- ${title}`).join('\n');
  return [
    `This extension contains the following third-party software.\n\n${list}`,
    ...notices.map(({ title, texts }) => [title, ...texts].join('\n\n')),
  ].join(LINE);
}

function noticeOfPackage(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = fs.readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  if (files.length === 0 || typeof license !== 'string') {
    throw new Error(`${name} is bundled but has no licence.`);
  }
  const texts = files.map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
  return { title: `${name} ${version} (${license})`, texts };
}

function noticeOfCarried({ name, licence, text }) {
  return { title: `${name} (${licence})`, texts: [fs.readFileSync(text, 'utf8').trim()] };
}
