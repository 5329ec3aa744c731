// Tells that a training has ended: by a notification if the user of the browser allowed it, and else, or if it cannot
// be shown, in the title of the tab until it is looked at. Permission is asked for by a button alone.
(() => {
  const can = () => 'Notification' in window && window.isSecureContext;
  let before;

  const restore = () => {
    if (before !== undefined && document.title.startsWith('● '))
      document.title = before;
    before = undefined;
  };

  const mark = title => {
    before ??= document.title;
    document.title = `● ${title}`;
    window.addEventListener('focus', restore, { once: true });
  };

  window.pathmindNotices = {
    async ask() {
      return can() && await Notification.requestPermission() === 'granted';
    },
    tell(title, body, path) {
      if (!can() || Notification.permission !== 'granted')
        return mark(title);
      try {
        const notice = new Notification(title, { body, tag: `pathmind ${path}` });
        notice.onclick = () => {
          window.focus();
          notice.close();
          if (!location.pathname.endsWith(path))
            location.assign(path);
        };
      } catch {                                  // a phone's browser has them for service workers alone
        mark(title);
      }
    },
  };
})();
