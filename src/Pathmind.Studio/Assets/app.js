// The page's colours: kept in a cookie, so that the server draws them at once.
(() => {
  const root = document.documentElement;
  const kept = document.cookie.match(/(?:^|; )pathmind-theme=(light|dark)/);
  const keep = theme => { document.cookie = `pathmind-theme=${theme}; path=/; max-age=31536000; samesite=strict`; };

  window.pathmind = {
    live() { root.dataset.live = 'yes'; },
    // What a page shows stands in its address, without a step back for each change.
    address(query) { history.replaceState(history.state, '', location.pathname + query); },
    // The same for some parts of it; null takes one out.
    setting(values) {
      const query = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(values)) {
        query.delete(name);
        if (value !== null) query.set(name, value);
      }
      this.address(query.size > 0 ? `?${query}`.replaceAll('%2C', ',').replaceAll('%7E', '~') : '');
    },
    setTheme(theme) {
      keep(theme);
      root.dataset.theme = theme;
      window.pathmindCharts?.recolour();
    },
  };

  // At the first visit of a browser that does not send its scheme, the page was drawn light.
  if (!kept) {
    const wanted = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    keep(wanted);
    if (wanted !== root.dataset.theme && document.cookie.includes('pathmind-theme'))
      location.reload();
  }
})();
