/* The desk on htmx: answers that refuse are shown where the form stands, and a panel opens when it has come. */
(function () {
  "use strict";
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  /* What takes longer than 400 ms is said; what could not be fetched is said too, and nothing typed is lost. */
  const WAIT = 400;
  let timer = 0;
  function say(text, wrong) {
    const note = document.querySelector("[data-working]");
    window.clearTimeout(timer);
    if (!note) return;
    note.hidden = !text;
    note.textContent = text;
    note.classList.toggle("note-error", Boolean(wrong));
  }
  /* Citations are checked beside the writing: no step of the matter waits for it, and its failure is none of them. */
  const beside = (event) => event.detail.elt.matches("[data-cites], [data-cites-day]");
  const checkNow = (root) => root.querySelectorAll("[data-cites]").forEach((field) => {
    if (field.value.trim()) window.htmx.trigger(field, "cite");
  });
  function checkFailed(event) {
    const status = event.detail.xhr.status;
    if (event.detail.successful || !event.detail.target || !status) return;
    event.detail.target.textContent = "引用没有核对成，不影响办理。";
  }
  document.addEventListener("DOMContentLoaded", () => checkNow(document));
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!beside(event)) checkNow(event.detail.target);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (beside(event)) return;
    say("");
    timer = window.setTimeout(() => say("正在办理，请稍候。"), WAIT);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (beside(event)) { checkFailed(event); return; }
    const status = event.detail.xhr.status;
    if (event.detail.successful || [401, 409, 422].includes(status)) say("");
    else if (status === 403) say("页面放得太久，这一步没有办成。请刷新本页后再办；已写的内容请先复制。", true);
    else if (status) say("系统出了问题，这一步没有办成。您写的内容都在，请过几分钟再试。", true);
    else say("网络不通，这一步没有办成。您写的内容都在，联网后再点一次。", true);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const panel = event.detail.target.querySelector("dialog.panel");
    if (panel && !panel.open) panel.showModal();
  });
})();
