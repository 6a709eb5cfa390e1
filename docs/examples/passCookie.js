// On every article that has a part behind the wall, after the widget's tag: gets the pass of a supporter and reads the whole
// article with it. <script src="/passCookie.js" data-service="https://support.example.org" data-publisher="my-paper"></script>
(() => {
  const { service, publisher } = document.currentScript.dataset;
  const hasPass = () => /(^|; )pass=/.test(document.cookie);

  async function fetchPass() {
    // The widget keeps the supporter key here; where there is none, nobody is asked.
    const { key } = JSON.parse(localStorage.getItem(`smallfavor:${publisher}`) ?? '{}');
    if (!key || hasPass()) return;
    const answer = await fetch(`${service}/v1/publishers/${publisher}/passes`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}` },
    });
    if (!answer.ok) return; // The gift has ended, or the service is down: the first part stands.
    const { pass, expiresAt } = await answer.json();
    // A minute less than it holds: no request is sent with one that ends on its way.
    const seconds = Math.floor((Date.parse(expiresAt) - Date.now()) / 1000) - 60;
    // biome-ignore lint/suspicious/noDocumentCookie: the newer way is not in every browser
    document.cookie = `pass=${pass}; Max-Age=${seconds}; Path=/; Secure; SameSite=Lax`;
    // Once: who refuses cookies has none now, and is left with the first part.
    if (hasPass()) location.reload();
  }

  const run = () => void fetchPass().catch(() => {});
  // Who has just given, or signed in, has a key from now on.
  document.addEventListener('smallfavor:given', run);
  run();
})();
