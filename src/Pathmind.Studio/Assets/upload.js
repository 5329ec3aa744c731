// Sends scripts, folders and zips that are dropped on a page or chosen in it, and writes what the studio says of them
// at the place. Text is always set as text.
(() => {
  const MOST = 500 * 1024 * 1024, BUILT = /^(bin|obj|node_modules|__MACOSX)$/i;
  const isLeftOut = name => name.split('/').some(part => part.startsWith('.') || BUILT.test(part));
  const size = bytes => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

  const element = (name, properties = {}, ...inner) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inner);
    return made;
  };

  // Files of a dropped folder, with their paths.
  const read = async entry => {
    if (isLeftOut(entry.fullPath.slice(1))) return [];
    if (entry.isFile) return [{ name: entry.fullPath.slice(1), file: await new Promise((done, fail) => entry.file(done, fail)) }];
    const reader = entry.createReader(), all = [];
    for (let some; (some = await new Promise((done, fail) => reader.readEntries(done, fail))).length > 0;) all.push(...some);
    return (await Promise.all(all.map(read))).flat();
  };

  const show = (panel, ...content) => panel.querySelector('[data-state]').replaceChildren(...content);

  const busy = (panel, text, share) => {
    const bar = element('progress', { max: 1 });
    if (share !== undefined) bar.value = share;
    bar.setAttribute('aria-label', 'Progress of the submission');
    show(panel, element('p', {}, bar, ` ${text}`));
  };

  const refuse = (panel, answer, again) => {
    const fault = element('div', { className: 'submit-fault' }, element('pre', { textContent: answer.detail }));
    fault.setAttribute('role', 'alert');
    const choices = element('p', { className: 'submit-choices' });
    for (const simulation of answer.fault === 'several_simulations' ? answer.simulations ?? [] : [])
      choices.append(element('button', { type: 'button', textContent: `Train ${simulation}`, onclick: () => again({ simulation }) }));
    if (answer.fault === 'check')
      choices.append(element('button', { type: 'button', textContent: 'Train anyway', onclick: () => again({ anyway: 'true' }) }));
    if (choices.childElementCount > 0) fault.append(choices);
    show(panel, fault);
  };

  const open = number => {
    document.querySelector('dialog[open]')?.close();
    if (window.Blazor?.navigateTo) window.Blazor.navigateTo(`experiments/${number}`);
    else location.href = `experiments/${number}`;
  };

  const send = (panel, address, body, again) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.responseType = 'json';
    request.upload.onprogress = sent => busy(panel, `Sending ${size(sent.loaded)} of ${size(sent.total)}`, sent.loaded / sent.total);
    request.upload.onload = () => busy(panel, 'It is compiled and tried');
    request.onerror = () => refuse(panel, { detail: 'The studio does not answer. Is it still running?' });
    request.onload = () => {
      const answer = request.response ?? {};
      if (request.status !== 201) refuse(panel, answer.detail ? answer : { detail: `The studio answered ${request.status}.` }, again);
      else { show(panel); open(answer.number); }
    };
    request.send(body);
  };

  const submit = (panel, files, fields = {}) => {
    const total = files.reduce((sum, one) => sum + one.file.size, 0);
    if (files.length === 0) return refuse(panel, { detail: 'There is no file in it.' });
    if (total > MOST) return refuse(panel, { detail: `The files have ${size(total)}, more than the 500 MB that can be sent: leave out what the simulation does not read.` });
    const form = new FormData();
    form.append('start', String(panel.querySelector('[data-start]').checked));
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const { name, file } of files) form.append('file', file, name);
    busy(panel, `Sending ${size(total)}`, 0);
    send(panel, 'api/submissions', form, more => submit(panel, files, { ...fields, ...more }));
  };

  const panelFor = target => {
    const near = target.closest?.('[data-submit]');
    if (near) return near;
    const shown = [...document.querySelectorAll('[data-submit]')].find(panel => panel.offsetParent !== null);
    if (!shown) document.getElementById('submit-dialog')?.showModal();
    return shown ?? document.querySelector('#submit-dialog [data-submit]');
  };

  const hasFiles = event => [...event.dataTransfer?.types ?? []].includes('Files');
  document.addEventListener('dragover', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.documentElement.dataset.dropping = 'yes';
  });
  document.addEventListener('dragleave', event => { if (!event.relatedTarget) delete document.documentElement.dataset.dropping; });
  document.addEventListener('drop', async event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    delete document.documentElement.dataset.dropping;
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...event.dataTransfer.files].map(file => ({ name: file.name, file }));
    const panel = panelFor(event.target);
    submit(panel, entries.length > 0 ? (await Promise.all(entries.map(read))).flat() : plain);
  });

  document.addEventListener('change', event => {
    if (!event.target.matches('input[data-pick]')) return;
    const files = [...event.target.files].map(file => ({ name: file.webkitRelativePath || file.name, file }));
    submit(event.target.closest('[data-submit]'), files.filter(one => !isLeftOut(one.name)));
    event.target.value = '';
  });

  document.addEventListener('click', event => {
    const button = event.target.closest?.('[data-opens], [data-closes], [data-example]');
    if (!button) return;
    if (button.dataset.opens) document.getElementById(button.dataset.opens).showModal();
    else if (button.dataset.example) {
      const panel = button.closest('[data-submit]');
      busy(panel, 'It is compiled and tried');
      send(panel, `api/examples/${button.dataset.example}`, null);
    } else button.closest('dialog').close();
  });
})();
