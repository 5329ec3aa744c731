// Suggestions in a field of C#, asked of the process that knows the simulation. The field is a plain one: without an answer it is written in as ever.
(() => {
  const pause = 120;

  window.pathmindEditor = {
    attach(field, list, helper) {
      let found = null, chosen = 0, questions = 0, timer = 0;

      const close = () => {
        clearTimeout(timer);
        questions++;
        found = null;
        list.hidden = true;
        list.replaceChildren();
        field.removeAttribute('aria-activedescendant');
      };

      const draw = () => {
        list.replaceChildren(...found.suggestions.map((text, i) => {
          const item = document.createElement('li');
          item.id = `${list.id}-${i}`;
          item.setAttribute('role', 'option');
          item.setAttribute('aria-selected', i === chosen ? 'true' : 'false');
          item.textContent = text;
          item.addEventListener('mousedown', event => { event.preventDefault(); chosen = i; take(); });
          return item;
        }));
        list.hidden = false;
        field.setAttribute('aria-activedescendant', `${list.id}-${chosen}`);
        list.children[chosen].scrollIntoView({ block: 'nearest' });
      };

      const take = () => {
        const isTerm = field.value.slice(0, found.from).endsWith('["'), rest = field.value.slice(found.to);
        field.setRangeText(found.suggestions[chosen] + (isTerm && !rest.startsWith('"') ? '"]' : ''), found.from, found.to, 'end');
        close();
        field.dispatchEvent(new Event('input', { bubbles: true }));
      };

      const ask = async () => {
        const mine = ++questions, code = field.value;
        const answer = await helper.invokeMethodAsync('CompleteAsync', code, field.selectionStart);
        if (mine !== questions || field.value !== code || document.activeElement !== field)
          return;
        const isThere = answer?.suggestions.length === 1 && answer.suggestions[0] === code.slice(answer.from, answer.to);
        if (!answer || isThere)
          return close();
        [found, chosen] = [answer, 0];
        draw();
      };

      field.addEventListener('input', event => {
        clearTimeout(timer);
        if (event.isTrusted && /[\w."[]$/.test(field.value.slice(0, field.selectionStart)))
          timer = setTimeout(ask, pause);
        else
          close();
      });
      field.addEventListener('keydown', event => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (event.key === ' ' && event.ctrlKey)
          ask();
        else if (!found)
          return;
        else if (step) {
          chosen = (chosen + step + found.suggestions.length) % found.suggestions.length;
          draw();
        }
        else if (event.key === 'Enter' || event.key === 'Tab')
          take();
        else if (event.key === 'Escape')
          close();
        else
          return;
        event.preventDefault();
        event.stopPropagation();
      });
      field.addEventListener('blur', close);
    },
  };
})();
