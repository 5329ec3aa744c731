// Curves of a training. The server says which charts there are, thins and smooths what is seen of them, and sends new
// rows, which are added to the lines that are there; plotly.js draws.
(() => {
  const POINTS = 600, MOST_ADDED = 300, PAUSE = 200, SHARE = 5, LATER = 400, SMALL = new Set(['learning_rate', 'entropy', 'kl']);
  const address = document.currentScript.dataset.plotly;
  const views = new Map();
  let plotly;

  const load = () => plotly ??= new Promise((done, fail) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => done(window.Plotly);
    script.onerror = () => { plotly = undefined; fail(new Error('plotly.js could not be loaded')); };
    document.head.append(script);
  });

  const colours = () => document.documentElement.dataset.theme === 'dark'
    ? { text: '#a2abba', grid: '#2d333d', hover: '#1c2027', lines: ['#7aa7f5', '#f0a36b', '#58c596', '#d79bf0', '#ff8a80', '#7fd1de', '#e3b341', '#b8c0cc'] }
    : { text: '#596273', grid: '#e9ecf1', hover: '#ffffff', lines: ['#2f6fdb', '#c2571b', '#23805a', '#8b45b0', '#b3261e', '#1f7a8c', '#9a6700', '#596273'] };

  const faint = (colour, share) => colour + Math.round(share * 255).toString(16).padStart(2, '0');

  // What all charts have in common.
  const layoutOf = (palette, isSingle, axis, isLogarithmic, id, zoom = null) => {
    const lines = { gridcolor: palette.grid, zerolinecolor: palette.grid, linecolor: palette.grid, tickfont: { size: 11 }, automargin: true, exponentformat: 'SI' };
    return {
      uirevision: `${axis} ${isLogarithmic} ${zoom}`, height: 240, margin: { l: 8, r: 12, t: 8, b: isSingle ? 28 : 52 }, paper_bgcolor: 'transparent', plot_bgcolor: 'transparent',
      font: { family: 'system-ui, sans-serif', size: 12, color: palette.text }, hovermode: 'x unified',
      hoverlabel: { bgcolor: palette.hover, bordercolor: palette.grid, font: { color: palette.text } },
      showlegend: !isSingle, legend: { orientation: 'h', y: -.18, x: 0 }, dragmode: 'zoom',
      xaxis: { ...lines, hoverformat: ',.4~r', ...(zoom ? { range: zoom } : { autorange: true }) },
      yaxis: { ...lines, type: isLogarithmic ? 'log' : 'linear', ...(SMALL.has(id) ? { exponentformat: 'e' } : {}) },    // 5e-4, not 500µ
    };
  };

  const config = { displaylogo: false, responsive: false, displayModeBar: false, doubleClick: 'reset' };

  const band = (x, low, high, colour, group) => {
    const edge = { x, mode: 'lines', line: { width: 0 }, hoverinfo: 'skip', showlegend: false, connectgaps: true, legendgroup: group };
    return [{ ...edge, y: low }, { ...edge, y: high, fill: 'tonexty', fillcolor: faint(colour, .13) }];
  };

  // A logarithmic scale has no place for what is not above 0: it leaves a gap there, and missing values do not.
  const shown = (x, y, isLogarithmic) => {
    const result = { x: [], y: [] };
    for (let i = 0; i < y.length; i++) {
      if (Number.isNaN(y[i]) || y[i] === null) continue;
      result.x.push(x[i]);
      result.y.push(isLogarithmic && y[i] <= 0 ? null : y[i]);
    }
    return result;
  };

  // One value alone is a point: no line leads to it.
  const modeOf = (y, isLogarithmic) => y.filter(value => typeof value === 'number' && !Number.isNaN(value) && !(isLogarithmic && value <= 0)).length === 1 ? 'markers' : 'lines';

  // Lower or upper edge of a band: the extreme of each bucket.
  const edge = (values, isPaired, choose) => isPaired
    ? Array.from(values, (_, i) => i % 2 ? NaN : choose(values[i], values[i + 1])) : Array.from(values);

  class View {
    constructor(grid, number, plans, settings) {
      Object.assign(this, { grid, number, plans, settings, rows: 0, waiting: [], hidden: new Set(), traces: new Map() });
      this.resize = new ResizeObserver(() => this.draw());
      this.resize.observe(grid);
      this.seen = new IntersectionObserver(entries => this.see(entries));
      this.back = () => this.draw();
      document.addEventListener('visibilitychange', this.back);
      grid.parentElement.querySelector('.whole').onclick = () => this.zoom({ 'xaxis.autorange': true });
      this.load();
    }

    // Fetches what is seen, once at a time; what was asked meanwhile follows.
    async load() {
      if (this.loading) { this.isStale = true; return; }
      this.loading = true;
      clearTimeout(this.later);
      this.later = undefined;
      try {
        const { axis, smoothing, zoom } = this.settings;
        const range = zoom ? `&from=${zoom[0]}&to=${zoom[1]}` : '';
        const [answer] = await Promise.all([
          fetch(`api/experiments/${this.number}/window?axis=${axis}&smoothing=${smoothing}&points=${POINTS}${range}`, { credentials: 'same-origin' }), load()]);
        if (!answer.ok) return;
        this.take(await answer.arrayBuffer());
      } finally {
        this.loading = false;
      }
      for (const news of this.waiting.splice(0)) this.append(...news);
      this.redraw();
      if (this.isStale) { this.isStale = false; this.load(); }
    }

    take(bytes) {
      const length = new DataView(bytes).getInt32(0, true);
      const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
      let place = 4 + length;
      const next = count => { const values = new Float64Array(bytes, place, count); place += 8 * count; return values; };
      this.x = next(header.extremes);
      this.smoothX = next(header.smooth);
      this.columns = new Map(header.columns.map((name, i) => [name,
        { extremes: next(header.extremes), smooth: next(header.smooth), counted: header.counted[i], hidden: header.hidden[i], more: [] }]));
      Object.assign(this, { rows: header.rows, iteration: header.iteration, isPaired: header.stride > 1, isToEnd: header.to_end,
        weight: header.weight, moreX: [], drawn: 0 });
    }

    append(names, rows, total) {
      if (this.loading) { this.waiting.push([names, rows, total]); return; }             // what is being fetched may lack them
      if (!this.columns) return;
      const place = names.indexOf('iteration'), across = names.indexOf(this.settings.axis);
      const news = rows.filter(row => row[place] > this.iteration);
      if (rows.length > 0 && news.length === 0 && total < this.rows) return;             // fetched already
      if (this.rows + news.length !== total) return this.soon();                         // something was missed, or all is other
      if (!this.isToEnd) {                                                               // it is beside what is seen
        this.iteration = news.at(-1)?.[place] ?? this.iteration;
        this.grid.dataset.rows = this.rows = total;
        return;
      }
      if (news.length === 0) return;
      if (names.some(name => !this.columns.has(name)) || this.moreX.length + news.length > MOST_ADDED) return this.soon();
      for (const row of news) {
        this.moreX.push(row[across]);
        this.iteration = row[place];
        for (const [name, column] of this.columns) {
          const i = names.indexOf(name), value = i < 0 ? NaN : row[i] ?? NaN;
          column.more.push(value);
          if (!Number.isNaN(value)) { column.counted++; if (value <= 0) column.hidden++; }
        }
      }
      this.rows = total;
      this.draw();
    }

    // Fetches again, a few times a second at most.
    soon() { this.later ??= setTimeout(() => this.load(), LATER); }

    redraw() { this.traces.clear(); this.draw(); }

    // Draws soon: not more often than PAUSE, and so that drawing takes one part in SHARE of the time, on a slow or
    // crowded machine as well. A tab that is not looked at is drawn when it is.
    draw() {
      if (!this.columns || document.hidden) return;
      if (this.timer) { this.isLate = true; return; }
      const wait = Math.max(0, (this.drawnAt ?? 0) + Math.max(PAUSE, SHARE * (this.took ?? 0)) - performance.now());
      this.timer = setTimeout(async () => {
        this.isLate = false;
        this.drawnAt = performance.now();
        this.hasMade = false;
        const rows = this.rows;
        await Promise.all(this.plans.map(plan => this.drawChart(plan)));
        requestAnimationFrame(() => setTimeout(() => {       // the frame is painted
          this.took = this.hasMade ? 0 : performance.now() - this.drawnAt;               // a plot is made once
          this.timer = undefined;
          this.grid.dataset.rows = rows;                     // what is drawn, for whom looks from outside
          if (this.isLate) this.draw();
        }));
      }, wait);
    }

    // A chart that is not seen is drawn when it is.
    see(entries) {
      for (const { target, isIntersecting } of entries) {
        const id = target.closest('.chart').dataset.chart;
        if (isIntersecting) this.hidden.delete(id); else this.hidden.add(id);
        const plan = isIntersecting && this.columns && this.plans.find(plan => plan.id === id);
        if (plan) this.drawChart(plan);
      }
    }

    drawChart(plan) {
      const figure = this.grid.querySelector(`[data-chart="${CSS.escape(plan.id)}"]`), plot = figure?.querySelector('.plot');
      if (!plot || !window.Plotly) return;
      this.tell(plan, figure);
      const drawn = this.traces.get(plan.id), isNew = !plot.classList.contains('js-plotly-plot');
      if (drawn && !isNew && !drawn.isPoint && drawn.theme === document.documentElement.dataset.theme && drawn.width === plot.clientWidth)
        return this.hidden.has(plan.id) ? undefined : this.extend(plot, drawn);
      const { axis, isLogarithmic, zoom } = this.settings, palette = colours(), isSingle = plan.lines.length === 1;
      const parts = [];
      plan.lines.forEach((line, i) => this.parts(parts, line, palette.lines[i % palette.lines.length], isSingle));
      const layout = { ...layoutOf(palette, isSingle, axis, isLogarithmic, plan.id, zoom), width: plot.clientWidth || undefined };
      const isPoint = parts.some(part => part.trace.mode === 'markers');                 // it becomes a line
      this.traces.set(plan.id, { parts, isPoint, added: this.moreX.length, theme: document.documentElement.dataset.theme, width: plot.clientWidth });
      const drawing = window.Plotly.react(plot, parts.map(part => part.trace), layout, config);
      if (isNew) {
        this.hasMade = true;
        plot.on('plotly_relayout', change => this.zoom(change));
        this.seen.observe(plot);
      }
      return drawing;
    }

    // The traces of a line: band, what was measured, what is smoothed; each knows how new rows continue it.
    parts(parts, line, colour, isSingle) {
      const column = this.columns.get(line.column), { isLogarithmic } = this.settings;
      if (!column) return;
      const add = (trace, x, y, next) => {
        const all = shown([...x, ...this.moreX], [...y, ...next()], isLogarithmic);
        parts.push({ trace: { ...trace, ...all, connectgaps: !isLogarithmic, mode: trace.name ? modeOf(all.y, isLogarithmic) : 'lines' }, next });
      };
      const more = name => () => this.columns.get(name).more;
      if (line.low && this.columns.has(line.low)) {
        const [low, high] = band([], [], [], colour);
        add(low, this.x, edge(this.columns.get(line.low).extremes, this.isPaired, Math.min), more(line.low));
        add(high, this.x, edge(this.columns.get(line.high).extremes, this.isPaired, Math.max), more(line.high));
      }
      const main = { name: line.name, line: { width: 2, color: colour }, marker: { color: colour }, hovertemplate: '%{y:.4~g}' + (isSingle ? '<extra></extra>' : '') };
      if (this.weight === 0) return add({ ...main, line: { width: 1.5, color: colour } }, this.x, column.extremes, more(line.column));
      add({ line: { width: 1, color: faint(colour, isSingle ? .35 : .16) }, hoverinfo: 'skip', showlegend: false }, this.x, column.extremes, more(line.column));
      add(main, this.smoothX, column.smooth, () => this.continued(column));
    }

    continued(column) {
      let mean = column.smooth.findLast(value => !Number.isNaN(value)) ?? NaN;
      return column.more.map(value => Number.isNaN(value) ? NaN : mean = Number.isNaN(mean) ? value : value + this.weight * (mean - value));
    }

    // New rows at the end of lines that stay as they are.
    extend(plot, drawn) {
      const from = drawn.added, x = this.moreX.slice(from);
      drawn.added = this.moreX.length;
      if (x.length === 0) return undefined;
      const ends = drawn.parts.map(part => shown(x, part.next().slice(from), this.settings.isLogarithmic));
      return window.Plotly.extendTraces(plot, { x: ends.map(end => end.x), y: ends.map(end => end.y) }, ends.map((_, i) => i));
    }

    // Says what a logarithmic scale hides.
    tell(plan, figure) {
      const note = figure.querySelector('.chart-note');
      if (!note) return;
      const parts = this.settings.isLogarithmic ? plan.lines.map(line => [line.name, this.columns.get(line.column)])
        .filter(([, column]) => column?.hidden > 0)
        .map(([name, { hidden, counted }]) => (plan.lines.length > 1 ? `${name}: ` : '') + (hidden === counted ? 'all' : `${hidden} of ${counted}`)) : [];
      note.textContent = parts.length === 0 ? '' : `Hidden, since not above 0: ${parts.join('; ')}`;
    }

    // All charts show the same part of the training, with all the detail that it has.
    zoom(change) {
      if (change['xaxis.autorange']) this.settings.zoom = null;
      else if (change['xaxis.range[0]'] !== undefined) this.settings.zoom = [change['xaxis.range[0]'], change['xaxis.range[1]']];
      else return;
      this.keep();
      this.load();
    }

    set(settings) {
      const zoom = settings.axis === this.settings.axis ? this.settings.zoom : null;
      const isSame = settings.axis === this.settings.axis && settings.smoothing === this.settings.smoothing;
      this.settings = { ...settings, zoom };
      this.keep();
      if (isSame && this.columns) this.redraw(); else this.load();
    }

    // The address shows the same again.
    keep() {
      this.grid.parentElement.querySelector('.whole').hidden = !this.settings.zoom;
      const { axis, smoothing, isLogarithmic, zoom } = this.settings, round = place => Number(place.toPrecision(7));
      window.pathmind.setting({
        axis: axis === 'steps' ? null : axis, smoothing: smoothing === .6 ? null : smoothing, log: isLogarithmic ? 1 : null,
        zoom: zoom ? zoom.map(round).join('~') : null,
      });
    }

    close() {
      this.resize.disconnect();
      this.seen.disconnect();
      document.removeEventListener('visibilitychange', this.back);
      clearTimeout(this.timer);
      clearTimeout(this.later);
      for (const plot of this.grid.querySelectorAll('.js-plotly-plot')) window.Plotly.purge(plot);
    }
  }

  // Curves of several experiments, made on the server: lines with bands over one axis.
  class Overlay {
    constructor(grid, charts, settings) {
      Object.assign(this, { grid });
      this.resize = new ResizeObserver(() => this.draw());
      this.resize.observe(grid);
      load().then(() => this.set(charts, settings));
    }

    set(charts, settings) { Object.assign(this, { charts, settings }); this.draw(); }

    draw() {
      if (!this.charts || !window.Plotly) return;
      const { axis, isLogarithmic } = this.settings, palette = colours();
      for (const chart of this.charts) {
        const plot = this.grid.querySelector(`[data-chart="${CSS.escape(chart.id)}"] .plot`);
        if (!plot) continue;
        const traces = [];
        for (const line of chart.lines) {
          const colour = palette.lines[line.colour % palette.lines.length], { x, y, band: behind, measured } = line;
          if (behind) traces.push(...band(behind.x, behind.low, behind.high, colour, line.name));
          if (measured) traces.push({
            ...shown(measured.x, measured.y, isLogarithmic), mode: 'lines', line: { width: 1, color: faint(colour, chart.lines.length === 1 ? .35 : .16) },
            connectgaps: !isLogarithmic, hoverinfo: 'skip', showlegend: false, legendgroup: line.name,
          });
          traces.push({
            x, y, name: line.name, legendgroup: line.name, mode: modeOf(y, isLogarithmic), line: { width: 2, color: colour },
            marker: { color: colour }, connectgaps: true, hovertemplate: '%{y:.4~g}',
          });
        }
        const isSingle = chart.lines.length === 1 && !chart.lines[0].name.startsWith('#');       // its heading says what it is
        window.Plotly.react(plot, traces, { ...layoutOf(palette, isSingle, axis, isLogarithmic, chart.id), height: plot.clientHeight || 240, width: plot.clientWidth || undefined }, config);
      }
      this.grid.dataset.lines = this.charts.reduce((sum, chart) => sum + chart.lines.length, 0);
    }

    close() {
      this.resize.disconnect();
      for (const plot of this.grid.querySelectorAll('.js-plotly-plot')) window.Plotly.purge(plot);
    }
  }

  window.pathmindCharts = {
    overlay(grid, charts, settings) {
      const view = views.get(grid);
      if (view) view.set(charts, settings);
      else views.set(grid, new Overlay(grid, charts, settings));
    },
    open(grid, number, plans, settings) { views.set(grid, new View(grid, number, plans, settings)); },
    plan(grid, plans) { const view = views.get(grid); if (view) { view.plans = plans; view.load(); } },
    append(grid, names, rows, total) { grid.dataset.arrived = total; views.get(grid)?.append(names, rows, total); },
    set(grid, settings) { views.get(grid)?.set(settings); },
    close(grid) { views.get(grid)?.close(); views.delete(grid); },
    recolour() { for (const view of views.values()) view.draw(); },
  };
})();
