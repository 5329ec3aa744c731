// Walks a page by Tab: begin() counts what must be reached, step() says what has the focus now and what is wrong with it.
(() => {
  const shown = one => one.checkVisibility({ checkVisibilityCSS: true }) && !one.closest('[inert]');
  const said = one => one.outerHTML.slice(0, 110);
  const text = one => [...one.childNodes].map(node => node.nodeType === 3 ? node.data : node.nodeType === 1 && node.getAttribute('aria-hidden') !== 'true'
    ? node.getAttribute('aria-label') ?? text(node) : '').join('').trim();
  const nameOf = one => one.getAttribute('aria-label')?.trim()
    || (one.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent ?? '').join('').trim()
    || [...one.labels ?? []].map(text).join('').trim() || text(one) || one.title.trim();
  // A focus is seen by what changes at the control, or at what it stands in.
  const around = one => [one, one.parentElement, one.parentElement?.parentElement].filter(Boolean);
  const look = one => around(one).map(each => { const style = getComputedStyle(each);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.top].join(); }).join('|');
  const isInGroup = one => one.type === 'radio' && !one.checked && document.querySelector(`input[type=radio][name="${CSS.escape(one.name)}"]:checked`);
  let all = [], before = new Map(), reached = new Set(), last;

  window.walk = {
    begin() {
      document.activeElement?.blur();
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute('tabindex');
      scrollTo(0, 0);
      all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex]')]
        .filter(one => shown(one) && !one.disabled && one.tabIndex >= 0 && !isInGroup(one));
      before = new Map(all.map(one => [one, look(one)]));
      [reached, last] = [new Set(), undefined];
      return all.length;
    },

    // Null when the walk is over.
    step() {
      const one = document.activeElement;
      if (!one || one === document.body || reached.has(one)) return null;
      reached.add(one);
      const faults = [], isRegion = one.getAttribute('role') === 'region' || /auto|scroll/.test(getComputedStyle(one).overflow);
      if (last && !(last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)) faults.push('comes before what it follows');
      if (!nameOf(one)) faults.push('has no name');
      if (one.tabIndex > 0) faults.push('has an order of its own');
      if (!isRegion && !one.matches('a[href], button, input, select, textarea, summary, iframe')) faults.push('answers to no key');
      const style = getComputedStyle(one);
      if (before.has(one) ? before.get(one) === look(one) : style.outlineStyle === 'none' && style.boxShadow === 'none') faults.push('does not show the focus');
      const seen = one.closest('label.pick') ?? one, box = seen.getBoundingClientRect();
      const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)], [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
      const hit = right > left && bottom > top ? document.elementFromPoint((left + right) / 2, (top + bottom) / 2) : null;
      if (!hit || !(seen.contains(hit) || hit.contains(seen))) faults.push(`is covered by ${hit ? said(hit) : 'the edge of the window'}`);
      last = one;
      return faults.map(fault => `${fault}: ${said(one)}`);
    },

    missed() { return all.filter(one => !reached.has(one) && one.isConnected && shown(one)).map(one => `is not reached: ${said(one)}`); },
  };
})();
