// A shared page: asks its own address for what is new, and for the curves, and nothing else.
(() => {
  const PAUSE = 2000, LONGEST = 60000;
  const root = document.documentElement, { address, chart, axis } = document.currentScript.dataset;
  const settings = { axis: axis || 'steps', smoothing: '0.6', isLogarithmic: false };
  const ask = path => fetch(`${address}/${path}`, { credentials: 'omit' });
  let grid, now, version, wait = PAUSE, asked = 0;

  const dark = matchMedia('(prefers-color-scheme: dark)');
  if (!root.dataset.theme) {
    const follow = () => { root.dataset.theme = dark.matches ? 'dark' : 'light'; window.pathmindCharts?.recolour(); };
    follow();
    dark.addEventListener('change', follow);
  }

  const element = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text ?? '' });

  const place = charts => {
    for (const { id, title } of charts) {
      if (grid.querySelector(`[data-chart="${CSS.escape(id)}"]`)) continue;
      const figure = element('figure', 'chart');
      figure.dataset.chart = id;
      figure.append(element('figcaption', '', title), element('div', 'plot'));
      grid.append(figure);
    }
  };

  const draw = async () => {
    const turn = ++asked;
    const answer = await ask(`curves?axis=${settings.axis}&smoothing=${settings.smoothing}${chart ? `&chart=${encodeURIComponent(chart)}` : ''}`);
    if (!answer.ok || turn !== asked) return;
    const charts = await answer.json();
    place(charts);
    window.pathmindCharts.overlay(grid, charts, { ...settings });
  };

  const end = text => {
    const said = element('p', 'message message-lost', text);
    said.setAttribute('role', 'alert');
    (document.querySelector('main') ?? document.body).prepend(said);
  };

  const follow = async () => {
    try {
      const answer = document.hidden ? undefined : await ask(`now?seen=${encodeURIComponent(version ?? '')}`);
      if (answer?.status === 404) return end('This link has ended: what stands here is no longer followed.');
      if (answer?.status === 200) {
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').body.firstElementChild;
        version = fresh.dataset.version;
        now?.replaceChildren(document.importNode(fresh, true));
        await draw();
      }
      wait = answer && answer.status > 400 ? Math.min(LONGEST, 2 * wait) : PAUSE;
    } catch {
      wait = Math.min(LONGEST, 2 * wait);                    // the studio is not there: it may come back
    }
    setTimeout(follow, wait);
  };

  addEventListener('DOMContentLoaded', () => {
    grid = document.querySelector('.chart-grid');
    now = document.querySelector('[data-now]');
    version = now?.firstElementChild.dataset.version;
    const on = (name, event, set) => document.querySelector(`[data-${name}]:not(script)`)?.addEventListener(event, change => { set(change.target); draw(); });
    on('axis', 'change', field => { settings.axis = field.value; });
    on('smoothing', 'input', field => { settings.smoothing = field.value; });
    on('logarithmic', 'change', field => { settings.isLogarithmic = field.checked; });
    draw().finally(() => setTimeout(follow, wait));
  });
})();
