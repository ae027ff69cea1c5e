/* The desk on htmx: answers that refuse are shown where the form stands, and a panel opens when it has come. */
(function () {
  "use strict";
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const panel = event.detail.target.querySelector("dialog.panel");
    if (panel && !panel.open) panel.showModal();
  });
})();
