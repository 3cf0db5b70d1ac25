// SPDX-License-Identifier: EUPL-1.2
// Loads the page again when its program did not come: a change of network ends every request under way.
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

  // Of a script's imports, too: its element tells of them.
  const onError = ({ target }) => {
    if (target instanceof HTMLScriptElement) again();
  };
  addEventListener('error', onError, true);
  addEventListener('vite:preloadError', again);
  setTimeout(() => {
    if (hasBegun()) sessionStorage.removeItem(TRIES);
  }, CALM_MS);
})();
