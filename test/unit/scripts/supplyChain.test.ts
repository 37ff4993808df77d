import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import manifest from '../../../package.json';
import { PROJECT_ROOT } from '../../../scripts/projectRoot';
import { thirdPartyNotices } from '../../../scripts/thirdPartyNotices.mjs';

const lockSchema = v.object({
  lockfileVersion: v.literal(3),
  packages: v.record(
    v.string(),
    v.looseObject({
      version: v.optional(v.string()),
      integrity: v.optional(v.string()),
      resolved: v.optional(v.string()),
      link: v.optional(v.boolean()),
      hasInstallScript: v.optional(v.boolean()),
    }),
  ),
});
const sourceMapSchema = v.object({ sources: v.array(v.string()) });
const PACKAGE = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//;

const { '': root, ...installed } = v.parse(lockSchema, JSON.parse(read('package-lock.json'))).packages;

describe('The lockfile', () => {
  it('pins every package by its content, wherever it is fetched from', () => {
    assert.ok(root);
    assert.ok(Object.keys(installed).length > 100);
    for (const [folder, { integrity = '', link, resolved }] of Object.entries(installed)) {
      assert.match(integrity, /^sha512-[A-Za-z0-9+/]{86}==$/, folder);
      assert.equal(link, undefined, folder);
      assert.equal(
        resolved,
        undefined,
        `${folder} names where it is from: use omit-lockfile-registry-resolved`,
      );
    }
  });

  it('agrees with package.json, whose versions all come from a registry', () => {
    const lockedRoot = v.parse(v.object({ devDependencies: v.record(v.string(), v.string()) }), root);
    assert.deepEqual(lockedRoot.devDependencies, manifest.devDependencies);
    for (const [name, range] of Object.entries(manifest.devDependencies)) {
      assert.match(range, /^[~^]?\d+\.\d+\.\d+$/, name);
    }
    assert.ok(
      !('dependencies' in manifest),
      'what ships is bundled: nothing is installed with the extension',
    );
  });

  it('no install script is run, here or by npm ci', () => {
    assert.match(read('.npmrc'), /^ignore-scripts=true$/m);
    const scripts = Object.keys(manifest.scripts).filter((name) =>
      /install|prepare|prepack|publish/.test(name),
    );
    assert.deepEqual(scripts, []);
  });
});

describe('What ships', function () {
  this.timeout(60_000);
  let folder: string;
  let notices: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bundles-'));
    execFileSync(process.execPath, ['esbuild.mjs', '--dev', path.join(folder, 'dist')], {
      cwd: PROJECT_ROOT,
    });
    notices = fs.readFileSync(path.join(folder, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  it('lists every package that the source maps tell of, with its version and the text of its licence', () => {
    const bundled = bundledPackages(path.join(folder, 'dist'));
    assert.ok(bundled.includes('undici') && bundled.includes('valibot'), bundled.join());
    const [list = '', ...texts] = notices.split(/\n-{80}\n/);
    assert.equal(list.match(/^- /gm)?.length, texts.length);
    for (const name of bundled) {
      const file = path.join('node_modules', name, 'package.json');
      const { version, license } = v.parse(PACKAGE_FILE, JSON.parse(read(file)));
      const title = `${name} ${version} (${license})`;
      assert.ok(list.includes(`- ${title}\n`), `${title} is not in the list`);
      const text = texts.find((section) => section.trim().startsWith(title)) ?? '';
      assert.match(text, /Permission is hereby granted|Redistribution and use|Apache License/, title);
    }
    assert.match(list, /^- llhttp, as it comes with undici \(MIT\)$/m);
    assert.match(notices, /Copyright Fedor Indutny, 2018/);
  });

  it('has nothing in it that an install script would have had to make', () => {
    for (const name of bundledPackages(path.join(folder, 'dist'))) {
      assert.equal(installed[`node_modules/${name}`]?.hasInstallScript ?? false, false, name);
    }
  });

  it('brings that list along in the package, and no sources, tests or scripts', () => {
    for (const name of [
      'package.json',
      'package.nls.json',
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      '.vscodeignore',
    ]) {
      fs.copyFileSync(path.join(PROJECT_ROOT, name), path.join(folder, name));
    }
    fs.cpSync(path.join(PROJECT_ROOT, 'media'), path.join(folder, 'media'), { recursive: true });
    for (const name of ['src', 'test', 'scripts', 'node_modules']) {
      fs.mkdirSync(path.join(folder, name));
      fs.writeFileSync(path.join(folder, name, 'stays.js'), '');
    }
    const cli = path.join(PROJECT_ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
    const listed = execFileSync(process.execPath, [cli, 'ls', '--no-dependencies'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const files = listed.trim().split(/\r?\n/);
    assert.ok(files.includes('dist/THIRD-PARTY-NOTICES.txt'), listed);
    assert.ok(files.includes('dist/extension.js'), listed);
    assert.deepEqual(
      files.filter((file) => file.endsWith('stays.js')),
      [],
    );
  });

  it('does not build with a package that has no licence', () => {
    const naked = path.join(folder, 'node_modules', 'naked');
    fs.mkdirSync(naked, { recursive: true });
    fs.writeFileSync(path.join(naked, 'package.json'), '{"name":"naked","version":"1.0.0","license":"MIT"}');
    const outputs = { 'x.js': { inputs: { [`${naked}/index.js`]: { bytesInOutput: 1 } } } };
    assert.throws(() => thirdPartyNotices([{ outputs }]), /naked is bundled but has no licence/);
    fs.writeFileSync(path.join(naked, 'LICENSE'), 'MIT, by somebody');
    assert.match(thirdPartyNotices([{ outputs }]), /- naked 1\.0\.0 \(MIT\)[^]*MIT, by somebody/);
  });
});

const PACKAGE_FILE = v.object({ version: v.string(), license: v.string() });

function read(file: string): string {
  return fs.readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
}

/** By the source maps, which esbuild makes from what it wrote and not from the account that the notices are made of. */
function bundledPackages(folder: string): readonly string[] {
  const maps = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.map'));
  assert.equal(maps.length, 3);
  const sources = maps.flatMap(
    (file) => v.parse(sourceMapSchema, JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'))).sources,
  );
  return [...new Set(sources.flatMap((source) => PACKAGE.exec(source)?.[1] ?? []))];
}
