// SPDX-License-Identifier: EUPL-1.2
// Asks again for what did not come of the page's program and looks: a change of network ends every request under way.
(() => {
  const TRIES = 'chancery.boot';
  const MOST = 3;
  const PAUSE_MS = 1000;
  const CALM_MS = 10_000;
  let isPlanned = false;

  const hasBegun = () => document.querySelector('.boot') === null;

  function reload() {
    location.reload();
  }

  function giveUp() {
    const button = document.createElement('button');
    button.textContent = navigator.language.startsWith('ru')
      ? 'Не удалось загрузить страницу. Повторить'
      : 'The page could not be loaded. Try again';
    button.addEventListener('click', reload);
    document.getElementById('root')?.replaceChildren(button);
  }

  function again() {
    if (isPlanned || hasBegun()) return;
    isPlanned = true;
    const tries = Number(sessionStorage.getItem(TRIES)) + 1;
    sessionStorage.setItem(TRIES, String(tries));
    if (tries <= MOST) setTimeout(reload, PAUSE_MS * tries);
    else giveUp();
  }

  function askAgain(sheet) {
    const tries = Number(sheet.dataset.tries ?? 0) + 1;
    if (tries > MOST) return;
    const next = sheet.cloneNode();
    next.dataset.tries = String(tries);
    setTimeout(() => sheet.replaceWith(next), PAUSE_MS * tries);
  }

  // Of a script's imports, too: its element tells of them.
  const onError = ({ target }) => {
    if (target instanceof HTMLScriptElement) again();
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') askAgain(target);
  };
  // A part of the program need not wait for its looks.
  const onPartMissing = (event) => {
    if (/CSS/.test(event.payload?.message)) event.preventDefault();
    else again();
  };
  addEventListener('error', onError, true);
  addEventListener('vite:preloadError', onPartMissing);
  setTimeout(() => {
    if (hasBegun()) sessionStorage.removeItem(TRIES);
  }, CALM_MS);
})();
