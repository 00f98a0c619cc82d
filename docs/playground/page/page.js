'use strict';

// How long the generator may take for a document before it is stopped.
const PATIENCE = 60_000;
// How long the page waits for the next key before it generates.
const PAUSE = 400;

const find = (id) => document.getElementById(id);
const inputs = {
  document: { name: 'openapi.yaml', text: find('example').textContent.trimStart() },
  overlay: { name: 'overlay.yaml', text: '' },
  config: { name: 'codegen.toml', text: '' },
};
const wasm = Uint8Array.from(atob(find('wasm').textContent.trim()), (byte) => byte.charCodeAt(0));
const source = URL.createObjectURL(new Blob([find('worker').textContent], { type: 'text/javascript' }));

let shown = 'document';
let diagnostics = [];
let worker = null;
let waiting = false;
let running = null;
let pause = null;

// The elements of a page are made, never parsed: no text of a document is HTML.
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function start() {
  worker = new Worker(source);
  worker.onmessage = ({ data }) => {
    clearTimeout(running);
    running = null;
    if (data.problem) return fail(data.problem);
    if (!data.ready) {
      show(data);
      document.body.dataset.state = 'done';
    }
    next();
  };
  worker.onerror = (event) => fail(`The generator failed: ${event.message}`);
  const bytes = wasm.slice().buffer;
  worker.postMessage(bytes, [bytes]);
  running = setTimeout(() => fail('The generator did not load.'), PATIENCE);
}

// The worker is stopped, because nothing else ends what runs in it. A new one begins with the next change.
function fail(message) {
  clearTimeout(running);
  worker.terminate();
  worker = null;
  running = null;
  find('summary').textContent = message;
  document.body.dataset.state = 'failed';
}

function ask() {
  waiting = true;
  if (worker === null) start();
  else next();
}

// One request at a time: what is typed meanwhile is the next.
function next() {
  if (!waiting || running !== null) return;
  waiting = false;
  document.body.dataset.state = 'busy';
  running = setTimeout(() => fail('This document takes too long here: use the command `crategen generate`.'), PATIENCE);
  worker.postMessage(inputs);
}

function counted(count, one) {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function show({ report, files, calls }) {
  diagnostics = report.diagnostics;
  const of = (severity) => diagnostics.filter((one) => one.severity === severity).length;
  const severities = ['error', 'warning', 'note'].filter(of).map((severity) => counted(of(severity), severity));
  const counts = files.length === 0 ? ['no client'] : [
    counted(report.operations.generated, 'operation'), counted(report.schemas.generated, 'schema'),
    counted(files.length, 'file'),
  ];
  find('summary').textContent = [...counts, ...severities].join(', ');
  const left = ['operations', 'schemas', 'webhooks', 'callbacks'].flatMap((kind) => report[kind].left_out.map((part) => ({
    ...part.at, severity: 'error', code: part.code, message: `left out: ${Object.values(part)[0]}: ${part.reason}`,
  })));
  const known = new Set(diagnostics.map((one) => `${one.code} ${one.line}`));
  const all = [...diagnostics, ...left.filter((one) => !known.has(`${one.code} ${one.line}`))];
  const notes = all.filter((one) => one.severity === 'note');
  const rank = (one) => ['error', 'warning'].indexOf(one.severity);
  const others = all.filter((one) => one.severity !== 'note').sort((one, other) => rank(one) - rank(other));
  const folded = element('details', {}, element('summary', { textContent: counted(notes.length, 'note') }),
    ...notes.map(diagnostic));
  find('diagnostics').replaceChildren(...others.map(diagnostic), ...(notes.length ? [folded] : []));
  gutter();
  find('calls').replaceChildren(...calls.map(call));
  tree(files);
}

function diagnostic(found) {
  const place = found.line === null ? '' : `${found.file}:${found.line}:${found.column} `;
  const button = element('button', { className: found.severity }, element('small', { textContent: place }), found.message,
    element('small', { textContent: ` [${found.code}]${found.help ? ` ${found.help}` : ''}` }));
  button.onclick = () => reveal(found);
  return button;
}

function reveal({ file, line }) {
  const input = Object.keys(inputs).find((one) => inputs[one].name === file);
  if (!input || !line) return;
  select(input);
  const text = find('text');
  const lines = text.value.split('\n');
  const begin = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(begin, begin + lines[line - 1].length);
  text.scrollTop = Math.max(0, (line - 5) * parseFloat(getComputedStyle(text).lineHeight));
}

// Numbers of lines, and the worst that is said of each.
function gutter() {
  const worst = new Map();
  for (const { file, line, severity } of [...diagnostics].reverse()) {
    const before = worst.get(line);
    const rank = ['note', 'warning', 'error'];
    if (file === inputs[shown].name && !(rank.indexOf(before) > rank.indexOf(severity))) worst.set(line, severity);
  }
  const count = find('text').value.split('\n').length;
  const lines = [];
  let plain = '';
  for (let line = 1; line <= count; line += 1) {
    if (worst.has(line)) {
      lines.push(plain, element('b', { className: worst.get(line), textContent: line }));
      plain = '';
    } else {
      plain += `${line}\n`;
    }
  }
  find('gutter').replaceChildren(...lines, plain);
  find('gutter').scrollTop = find('text').scrollTop;
}

function call({ method, path, call: rust, example, deprecated }) {
  const title = element('h3', { textContent: `${method} ${path}${deprecated ? ' (deprecated)' : ''}` });
  return element('article', {}, title, element('pre', { textContent: example ?? rust }));
}

// Folders as elements that open; what is the same in each client comes last, closed.
function tree(files) {
  const root = { folders: new Map(), files: [] };
  for (const file of files) {
    const parts = file.path.split('/');
    const name = parts.pop();
    let folder = root;
    for (const part of parts) {
      if (!folder.folders.has(part)) folder.folders.set(part, { folders: new Map(), files: [] });
      folder = folder.folders.get(part);
    }
    folder.files.push({ name, file });
  }
  const list = (folder) => [
    ...[...folder.folders].sort(([one], [other]) => (one === 'runtime') - (other === 'runtime')).map(([name, inside]) =>
      element('details', { open: name === 'src' }, element('summary', { textContent: name }), ...list(inside))),
    ...folder.files.map(({ name, file }) => {
      const button = element('button', { textContent: name });
      button.dataset.path = file.path;
      button.onclick = () => open(file);
      return button;
    }),
  ];
  find('tree').replaceChildren(...list(root));
  const before = files.find((file) => file.path === find('file').dataset.path);
  const first = before ?? files.find((file) => file.path === 'src/lib.rs');
  if (first) open(first);
  else find('file').textContent = '';
}

function open({ path, text }) {
  find('file').textContent = text;
  find('file').dataset.path = path;
  for (const button of find('tree').querySelectorAll('button')) {
    button.setAttribute('aria-current', String(button.dataset.path === path));
  }
}

function select(input) {
  shown = input;
  for (const button of find('inputs').querySelectorAll('button')) {
    button.setAttribute('aria-selected', String(button.dataset.input === input));
  }
  find('text').value = inputs[input].text;
  gutter();
}

find('inputs').onclick = ({ target }) => target.dataset.input && select(target.dataset.input);
find('outputs').onclick = ({ target }) => {
  if (!target.dataset.output) return;
  for (const button of find('outputs').querySelectorAll('button')) {
    button.setAttribute('aria-selected', String(button === target));
    find(button.dataset.output).hidden = button !== target;
  }
};
find('text').oninput = () => {
  inputs[shown].text = find('text').value;
  gutter();
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE);
};
find('text').onscroll = () => { find('gutter').scrollTop = find('text').scrollTop; };
find('open').onchange = async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  Object.assign(inputs[shown], { text: await file.text() }, shown === 'document' ? { name: file.name } : {});
  target.value = '';
  select(shown);
  ask();
};

select('document');
ask();
