/* A scanned code brings number and query code behind the "#", which no server and no log ever sees. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-from-link]");
  const [number, code] = decodeURIComponent(location.hash.slice(1)).split("/");
  if (!form || !number || !code) return;
  history.replaceState(null, "", location.pathname);
  form.elements.number.value = number;
  form.elements.code.value = code;
  form.requestSubmit();
})();
