// What the page shows while the studio does not answer, and how it comes back. Blazor tries to go on with the page as it
// is; a studio that was started anew does not know it, and then it is loaded again.
(() => {
  const PAUSE = 2000;
  const box = document.getElementById('components-reconnect-modal');
  let state = 'hide';

  // Blazor gives up after some minutes, and knows no answer that it does not expect, such as that a token has ended.
  const look = async () => {
    if (state === 'hide') return;
    try {
      const answer = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' });
      if (state === 'failed' || answer.status === 401) return location.reload();
    } catch { /* not yet */ }
    setTimeout(look, PAUSE);
  };

  box.addEventListener('components-reconnect-state-changed', event => {
    const was = state;
    state = event.detail.state;
    if (state === 'rejected' || state === 'resume-failed') return location.reload();
    if (state === 'hide') return box.close();
    if (!box.open) box.showModal();
    if (was === 'hide') setTimeout(look, PAUSE);
  });
  box.addEventListener('cancel', event => event.preventDefault());         // by Escape: there is nothing to do behind it
  box.querySelector('button').addEventListener('click', () => location.reload());
})();
