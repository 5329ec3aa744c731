// The list of experiments: the server draws the rows that can be seen, and some above and below. This tells it where
// the box is scrolled to, before the rows that are there end.
(() => {
  const ROW = 40, MARGIN = 15;

  const follow = (box, page) => {
    let isAsking = false, isStale = false;
    const look = async () => {
      if (isAsking) { isStale = true; return; }
      const first = Math.floor(box.scrollTop / ROW), last = first + Math.ceil(box.clientHeight / ROW);
      const { from, to, rows } = box.dataset;
      if (first - MARGIN >= from && last + MARGIN <= to) return;
      if (first - MARGIN < from && +from === 0 && last + MARGIN <= to) return;
      if (last + MARGIN > to && +to >= +rows && first - MARGIN >= from) return;
      if (+from === 0 && +to >= +rows) return;
      isAsking = true;
      try { await page.invokeMethodAsync('Look', first, last); } catch { return; } finally { isAsking = false; }
      if (isStale) { isStale = false; look(); }
    };
    box.addEventListener('scroll', look, { passive: true });
    new ResizeObserver(look).observe(box);
  };

  // A menu of columns closes when one clicks elsewhere, or with Esc, and then has the focus again.
  const close = target => {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (target && menu.contains(target)) continue;
      if (!target && menu.contains(document.activeElement)) menu.querySelector('summary').focus();
      menu.open = false;
    }
  };
  document.addEventListener('click', event => close(event.target));
  document.addEventListener('keydown', event => { if (event.key === 'Escape') close(); });

  window.pathmindList = { follow };
})();
