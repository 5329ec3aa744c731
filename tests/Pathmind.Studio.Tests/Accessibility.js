// What is wrong with the page for those who use a screen reader, a keyboard or weak eyes: a list of sentences.
() => {
  const faults = [], canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const shown = one => one.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && !one.closest('[aria-hidden=true], [inert]');
  const said = one => `${one.outerHTML.slice(0, 120)}`;
  const text = one => [...one.childNodes].map(node => node.nodeType === 3 ? node.data : node.nodeType === 1 && node.getAttribute('aria-hidden') !== 'true'
    ? node.getAttribute('aria-label') ?? text(node) : '').join('').trim();
  const nameOf = one => one.getAttribute('aria-label')?.trim()
    || (one.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent ?? '').join('').trim()
    || [...one.labels ?? []].map(label => text(label)).join('').trim() || text(one) || one.title.trim();
  for (const one of document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex="0"]'))
    if (shown(one) && !nameOf(one)) faults.push(`has no name: ${said(one)}`);

  let level = 0;
  const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(shown);
  if (headings.filter(one => one.tagName === 'H1').length !== 1) faults.push('has not one h1');
  for (const one of headings) {
    const next = +one.tagName[1];
    if (next > level + 1) faults.push(`heading jumps from ${level}: ${said(one)}`);
    level = next;
  }

  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map(part => part / 255);
  };
  const over = (top, bottom) => [0, 1, 2].map(i => top[i] * top[3] + bottom[i] * (1 - top[3]));
  const ground = one => one ? over(rgba(getComputedStyle(one).backgroundColor), ground(one.parentElement)) : [1, 1, 1];
  const light = colour => colour.map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4).reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
  const seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(one) || !shown(one) || one.closest('svg, script, style, option, :disabled, noscript')) continue;
    seen.add(one);
    const style = getComputedStyle(one), back = ground(one), front = over(rgba(style.color), back);
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a), contrast = (high + .05) / (low + .05);
    const isLarge = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.6 && +style.fontWeight >= 700;
    if (contrast < (isLarge ? 3 : 4.5)) faults.push(`contrast ${contrast.toFixed(2)}: ${said(one)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`is ${document.documentElement.scrollWidth} wide`);
  return faults;
}
