// What every page has: a way past the frame for keyboards, the help menu, the tour.
(() => {
  const SEEN = 'pathmind-tour=seen';
  const tour = () => document.getElementById('tour');
  const menu = () => document.querySelector('.help');

  const step = change => {
    const steps = [...tour().querySelectorAll('.tour-steps > li')], now = steps.findIndex(one => !one.hidden) + change;
    if (now >= steps.length) return tour().close();
    steps.forEach((one, place) => { one.hidden = place !== now; });
    tour().querySelector('[data-tour-place]').textContent = `${now + 1} of ${steps.length}`;
    tour().querySelector('[data-tour=back]').disabled = now === 0;
    const next = tour().querySelector('[data-tour=next]');
    next.textContent = now === steps.length - 1 ? 'Done' : 'Next';
    next.focus();
  };

  const open = () => {
    const steps = [...tour().querySelectorAll('.tour-steps > li')];
    tour().addEventListener('close', () => { document.cookie = `${SEEN}; path=/; max-age=34560000; samesite=strict`; }, { once: true });
    tour().showModal();
    step(-steps.findIndex(one => !one.hidden));
  };

  // What had the focus before a panel took it.
  let before;

  window.pathmindFrame = {
    remember() { before = document.activeElement; },
    giveBack() { before?.focus(); before = undefined; },
    // The tour opens by itself until it was closed once.
    live() { if (tour() && !document.cookie.includes(SEEN) && location.pathname === '/') open(); },
  };

  document.addEventListener('click', event => {
    const skip = event.target.closest('.skip');
    if (skip) {
      event.preventDefault();
      document.querySelector('main').focus();
      return;
    }
    const pressed = event.target.closest('[data-tour]')?.dataset.tour;
    if (pressed === 'open') { menu().open = false; open(); }
    else if (pressed === 'end') tour().close();
    else if (pressed) step(pressed === 'back' ? -1 : 1);
    else if (menu()?.open && !event.target.closest('.help')) menu().open = false;
  }, true);

  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !menu()?.open) return;
    menu().open = false;
    menu().querySelector('summary').focus();
  });
})();
