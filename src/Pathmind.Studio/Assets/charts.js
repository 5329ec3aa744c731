// Curves of a training. The server says which charts there are and sends new rows; this file keeps all rows, smooths,
// thins them to what a screen can show, and lets plotly.js draw.
(() => {
  const MOST_POINTS = 1500, PAUSE = 200;
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

  // Exponential mean that starts at the first value and skips what is missing.
  const smoothed = (values, weight) => {
    if (weight <= 0) return values;
    const result = new Float64Array(values.length);
    let mean = NaN;
    for (let i = 0; i < values.length; i++) {
      if (!Number.isNaN(values[i])) mean = Number.isNaN(mean) ? values[i] : mean + (1 - weight) * (values[i] - mean);
      result[i] = mean;
    }
    return result;
  };

  // Means (or extremes, for the edges of a band) of as many rows as make a point.
  const thinned = (values, from, to, combine) => {
    const count = to - from, points = Math.min(MOST_POINTS, count), result = new Array(points);
    for (let p = 0; p < points; p++) {
      let total = combine === 'low' ? Infinity : combine === 'high' ? -Infinity : 0, some = 0;
      for (let i = from + Math.floor(p * count / points), end = from + Math.floor((p + 1) * count / points); i < end; i++) {
        const value = values[i];
        if (Number.isNaN(value)) continue;
        some++;
        total = combine === 'low' ? Math.min(total, value) : combine === 'high' ? Math.max(total, value) : total + value;
      }
      result[p] = some === 0 ? null : combine || some === 1 ? total : total / some;
    }
    return result;
  };

  // What all charts have in common.
  const layoutOf = (palette, isSingle, axis, isLogarithmic, zoom) => {
    const lines = { gridcolor: palette.grid, zerolinecolor: palette.grid, linecolor: palette.grid, tickfont: { size: 11 }, automargin: true, exponentformat: 'SI' };
    return {
      uirevision: `${axis} ${isLogarithmic}`, height: 240, margin: { l: 8, r: 12, t: 8, b: isSingle ? 28 : 52 }, paper_bgcolor: 'transparent', plot_bgcolor: 'transparent',
      font: { family: 'system-ui, sans-serif', size: 12, color: palette.text }, hovermode: 'x unified',
      hoverlabel: { bgcolor: palette.hover, bordercolor: palette.grid, font: { color: palette.text } },
      showlegend: !isSingle, legend: { orientation: 'h', y: -.18, x: 0 }, dragmode: 'zoom',
      xaxis: { ...lines, hoverformat: ',.4~r', ...(zoom ? { range: zoom } : { autorange: true }) },
      yaxis: { ...lines, type: isLogarithmic ? 'log' : 'linear' },
    };
  };

  const config = { displaylogo: false, responsive: false, displayModeBar: false, doubleClick: 'reset' };

  const band = (x, low, high, colour, group) => {
    const edge = { x, mode: 'lines', line: { width: 0 }, hoverinfo: 'skip', showlegend: false, connectgaps: true, legendgroup: group };
    return [{ ...edge, y: low }, { ...edge, y: high, fill: 'tonexty', fillcolor: faint(colour, .13) }];
  };

  class View {
    constructor(grid, number, plans, settings) {
      Object.assign(this, { grid, number, plans, settings, columns: new Map(), rows: 0, zooms: new Map(), isLoaded: false });
      this.resize = new ResizeObserver(() => this.draw());
      this.resize.observe(grid);
      this.load();
    }

    async load() {
      if (this.loading) return;
      this.loading = true;
      try {
        const [answer] = await Promise.all([fetch(`api/experiments/${this.number}/curve`, { credentials: 'same-origin' }), load()]);
        const bytes = await answer.arrayBuffer();
        const length = new DataView(bytes).getInt32(0, true);
        const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
        this.columns = new Map(header.columns.map((name, i) =>
          [name, Array.from(new Float64Array(bytes, 4 + length + 8 * i * header.rows, header.rows))]));
        this.rows = header.rows;
        this.isLoaded = true;
      } finally {
        this.loading = false;
      }
      this.draw();
    }

    append(names, rows, total) {
      if (!this.isLoaded) return;
      const iterations = this.columns.get('iteration');
      const place = names.indexOf('iteration'), last = iterations?.at(-1) ?? 0;
      for (const row of rows) {
        if (row[place] <= last) continue;
        names.forEach((name, i) => {
          if (!this.columns.has(name)) this.columns.set(name, new Array(this.rows).fill(NaN));
          this.columns.get(name)[this.rows] = row[i] ?? NaN;
        });
        this.rows++;
        for (const values of this.columns.values())
          if (values.length < this.rows) values.push(NaN);
      }
      if (this.rows !== total) this.load();                  // something was missed, or all rows were replaced
      else if (rows.length > 0) this.draw();
    }

    draw() {
      if (this.timer || !this.isLoaded) return;
      const wait = Math.max(0, (this.drawnAt ?? 0) + PAUSE - performance.now());
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.drawnAt = performance.now();
        for (const plan of this.plans) this.drawChart(plan);
        this.grid.dataset.rows = this.rows;                  // what is drawn, for whom looks from outside
      }, wait);
    }

    drawChart(plan) {
      const figure = this.grid.querySelector(`[data-chart="${CSS.escape(plan.id)}"]`), plot = figure?.querySelector('.plot');
      if (!plot || !window.Plotly) return;
      const { axis, smoothing, isLogarithmic } = this.settings, palette = colours();
      const across = this.columns.get(axis) ?? [], [from, to] = this.range(plan.id, across);
      const x = thinned(across, from, to), traces = [], isSingle = plan.lines.length === 1;
      plan.lines.forEach((line, i) => {
        const values = this.columns.get(line.column);
        if (!values) return;
        const colour = palette.lines[i % palette.lines.length];
        if (line.low && this.columns.has(line.low))
          traces.push(...band(x, thinned(this.columns.get(line.low), from, to, 'low'), thinned(this.columns.get(line.high), from, to, 'high'), colour));
        if (smoothing > 0 && isSingle)
          traces.push({ x, y: thinned(values, from, to), mode: 'lines', line: { width: 1, color: faint(colour, .35) }, hoverinfo: 'skip', showlegend: false, connectgaps: true });
        traces.push({
          x, y: thinned(smoothed(values, smoothing), from, to), name: line.name, mode: x.length === 1 ? 'markers' : 'lines',
          line: { width: 2, color: colour }, marker: { color: colour }, connectgaps: true, hovertemplate: '%{y:.4~g}' + (isSingle ? '<extra></extra>' : ''),
        });
      });
      const layout = layoutOf(palette, isSingle, axis, isLogarithmic, this.zooms.get(plan.id));
      const isNew = !plot.classList.contains('js-plotly-plot');
      window.Plotly.react(plot, traces, layout, config);
      if (isNew) plot.on('plotly_relayout', change => this.zoom(plan, change));
    }

    // A zoomed chart has all the detail of its range.
    zoom(plan, change) {
      if (change['xaxis.autorange']) this.zooms.delete(plan.id);
      else if (change['xaxis.range[0]'] !== undefined) this.zooms.set(plan.id, [change['xaxis.range[0]'], change['xaxis.range[1]']]);
      else return;
      this.drawChart(plan);
    }

    range(id, across) {
      const zoom = this.zooms.get(id);
      if (!zoom) return [0, this.rows];
      const low = across.findIndex(value => value >= zoom[0]), high = across.findIndex(value => value > zoom[1]);
      return [Math.max(0, (low < 0 ? this.rows : low) - 1), high < 0 ? this.rows : Math.min(this.rows, high + 1)];
    }

    close() {
      this.resize.disconnect();
      clearTimeout(this.timer);
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
          const colour = palette.lines[line.colour % palette.lines.length], x = line.x;
          if (line.low.length > 0) traces.push(...band(x, line.low, line.high, colour, line.name));
          traces.push({
            x, y: line.y, name: line.name, legendgroup: line.name, mode: x.length === 1 ? 'markers' : 'lines', line: { width: 2, color: colour },
            marker: { color: colour }, connectgaps: true, hovertemplate: '%{y:.4~g}',
          });
        }
        window.Plotly.react(plot, traces, layoutOf(palette, false, axis, isLogarithmic), config);
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
    plan(grid, plans) { const view = views.get(grid); if (view) { view.plans = plans; view.draw(); } },
    append(grid, names, rows, total) { views.get(grid)?.append(names, rows, total); },
    set(grid, settings) { const view = views.get(grid); if (view) { view.settings = settings; view.zooms.clear(); view.draw(); } },
    close(grid) { views.get(grid)?.close(); views.delete(grid); },
    recolour() { for (const view of views.values()) view.draw(); },
  };
})();
