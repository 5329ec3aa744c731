// Takes a token out of the address, so that neither the address bar nor a way back has it, and exchanges it for a session.
(() => {
  const given = () => new URLSearchParams(location.hash.slice(1)).get('token') ?? new URLSearchParams(location.search).get('token');

  // The address without it; the query stays as it is unless the token is in it, as addresses of earlier versions had it.
  const bare = () => {
    const query = new URLSearchParams(location.search);
    if (!query.has('token')) return location.pathname + location.search;
    query.delete('token');
    return location.pathname + (query.size > 0 ? `?${query}`.replaceAll('%2C', ',') : '');
  };

  const exchange = async token => {
    const answer = await fetch('/sign-in', { method: 'POST', body: new URLSearchParams({ token }) });
    if (answer.ok) location.replace(location.href);                     // not a reload, which would count as coming from where one came from
    else document.getElementById('wrong')?.removeAttribute('hidden');
  };

  const take = () => {
    const token = given();
    if (!token) return;
    history.replaceState(history.state, '', bare());
    exchange(token);
  };

  window.pathmindSignIn = token => { exchange(token); };               // the page goes: nothing waits for it

  take();
  addEventListener('hashchange', take);                                // an address that is pasted into an open page
  document.getElementById('sign-in')?.addEventListener('submit', event => {
    event.preventDefault();
    exchange(document.getElementById('token').value);
  });
})();
