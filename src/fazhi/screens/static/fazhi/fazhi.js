/* Small behaviours of the design system. Every page works without them; none needs an inline script. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const remember = (store, key, value) => { try { store.setItem(key, value); } catch { /* private mode: nothing kept */ } };
  const recall = (store, key) => { try { return store.getItem(key); } catch { return null; } };
  const isTyping = (target) => Boolean(target.closest("input, textarea, select, [contenteditable], dialog[open] form"));

  /* [data-rows]: arrow keys walk the rows, Enter opens the row's first link. */
  function walkRows(event) {
    if (!["ArrowDown", "ArrowUp", "Enter"].includes(event.key) || isTyping(event.target)) return;
    const list = event.target.closest("[data-rows]") || document.querySelector("[data-rows]");
    if (!list) return;
    const rows = Array.from(list.children).filter((row) => row.querySelector("a[href], button"));
    const at = rows.findIndex((row) => row.classList.contains("here") || row.contains(document.activeElement));
    if (event.key === "Enter") {
      if (at >= 0 && event.target === document.body) rows[at].querySelector("a[href], button").click();
      return;
    }
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
    if (!next) return;
    event.preventDefault();
    rows.forEach((row) => row.classList.toggle("here", row === next));
    next.querySelector("a[href], button").focus();
  }

  /* [data-key="1"]: the key presses the button or follows the link. */
  function pressKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const wanted = all("[data-key]").find((one) => one.dataset.key.toLowerCase() === event.key.toLowerCase());
    if (!wanted || wanted.closest("[hidden]")) return;
    event.preventDefault();
    wanted.focus();
    wanted.click();
  }

  /* form[data-draft="name"]: what is typed is kept in this tab until the form has been sent. */
  function draftFields(form) {
    return Array.from(form.elements).filter((field) => field.name && field.name !== "csrfmiddlewaretoken"
      && !["file", "password", "submit", "button", "hidden"].includes(field.type));
  }
  function keepDraft(form) {
    const kept = draftFields(form).filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
      .map((field) => [field.name, field.value]);
    remember(sessionStorage, "draft:" + form.dataset.draft, JSON.stringify(kept));
  }
  function restoreDraft(form) {
    const kept = JSON.parse(recall(sessionStorage, "draft:" + form.dataset.draft) || "[]");
    const untouched = draftFields(form).filter((field) => ["checkbox", "radio"].includes(field.type)
      ? field.checked === field.defaultChecked : field.value === (field.defaultValue ?? field.value) && !field.value);
    kept.forEach(([name, value]) => untouched.filter((field) => field.name === name).forEach((field) => {
      if (["checkbox", "radio"].includes(field.type)) field.checked = field.value === value;
      else field.value = value;
    }));
  }
  function startDrafts(root) {
    all("form[data-draft]", root).forEach((form) => {
      restoreDraft(form);
      form.addEventListener("input", () => keepDraft(form));
    });
    all("[data-draft-done]", root).forEach((mark) => sessionStorage.removeItem("draft:" + mark.dataset.draftDone));
  }

  /* form[data-upload]: sent by fetch, so that a failure leaves every word and file where it was. */
  async function sendUpload(event) {
    const form = event.target;
    if (!form.matches("form[data-upload]")) return;
    event.preventDefault();
    const note = form.querySelector("[data-upload-note]");
    const say = (text) => { if (note) { note.hidden = false; note.textContent = text; } };
    const button = form.querySelector("[type=submit]");
    if (button) button.disabled = true;
    say("正在发送，请不要关闭本页。");
    try {
      const body = new FormData(form);
      if (event.submitter && event.submitter.name) body.append(event.submitter.name, event.submitter.value);
      const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body });
      if (answer.redirected) { location.assign(answer.url); return; }
      if (answer.ok || answer.status === 422) { showPage(await answer.text()); return; }
      say(answer.status === 413
        ? "内容太大，没有发出去。您写的内容都在。请把太长的文字写短，或者换小一点的文件、去掉文件，再发送。"
        : "没有发出去（" + answer.status + "）。您写的内容都在，请过一会儿再点发送。");
    } catch {
      say("网络不通，没有发出去。您写的内容都在，联网后再点一次发送即可。");
    } finally {
      if (button) button.disabled = false;
    }
  }
  function showChosen(input) {
    const place = input.closest("label")?.querySelector("[data-chosen]");
    const names = Array.from(input.files, (file) => file.name);
    if (place) place.textContent = names.length ? `已选 ${names.length} 个：${names.join("、")}` : "";
  }
  function showPage(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.title = page.title;
    start(document.querySelector("main"));
    window.scrollTo(0, 0);
  }

  /* [data-refresh="60"]: the part with this id is fetched again every so many seconds and replaced in place. */
  function startRefresh(root) {
    all("[data-refresh]", root).forEach((part) => {
      window.setTimeout(() => refresh(part.id), Number(part.dataset.refresh) * 1000);
    });
  }
  async function refresh(id) {
    const part = document.getElementById(id);
    if (!part) return;
    try {
      const answer = await fetch(location.href, { headers: { "X-Refresh": id } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(id);
      if (answer.ok && fresh) { part.replaceWith(fresh); start(fresh.parentElement, fresh); return; }
    } catch { /* the last figures stay, with their as-of time on the page */ }
    startRefresh(part.parentElement);
  }

  /* [data-chart="id of a JSON script"]: ECharts; the table beside it is what stays when it cannot draw. */
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue("--fz-" + name).trim();
  function theme() {
    const size = 0.875 * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const axis = { axisLine: { lineStyle: { color: token("line-strong") } }, axisTick: { show: false },
      axisLabel: { color: token("ink-2"), fontSize: size }, splitLine: { lineStyle: { color: token("line") } } };
    return { color: [1, 2, 3, 4, 5].map((n) => token("chart-" + n)), backgroundColor: "transparent",
      textStyle: { fontFamily: token("font"), color: token("ink"), fontSize: size },
      legend: { textStyle: { color: token("ink-2"), fontSize: size }, itemWidth: 18 },
      categoryAxis: { ...axis, splitLine: { show: false } }, valueAxis: { ...axis, axisLine: { show: false } },
      timeAxis: axis, bar: { barMaxWidth: 28, label: { color: token("ink"), fontSize: size } },
      line: { symbol: "circle", symbolSize: 7, lineStyle: { width: 2.5 }, label: { color: token("ink") } },
      map: { itemStyle: { borderColor: token("paper"), areaColor: token("map-low") },
        label: { color: token("ink"), fontSize: size } },
      visualMap: { textStyle: { color: token("ink-2") }, color: [token("map-high"), token("map-low")] } };
  }
  function drawChart(place) {
    const spec = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    if (spec.registerMap) window.echarts.registerMap(spec.registerMap.name, spec.registerMap.geojson);
    const { registerMap, links, ...option } = spec;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches || document.documentElement.dataset.wall;
    const chart = window.echarts.init(place, theme());
    chart.setOption({ animation: !calm, animationDuration: 300, aria: { enabled: true }, ...option,
      /* richText is drawn on the canvas: the HTML tooltip needs style attributes, which a strict content policy refuses */
      tooltip: option.tooltip === null ? undefined : { renderMode: "richText", confine: true, ...option.tooltip } });
    if (links) chart.on("click", (point) => {
      const url = links[point.seriesName + " " + point.name] || links[point.name];
      if (url) location.assign(url);
    });
    new ResizeObserver(() => chart.resize()).observe(place);
  }
  function startCharts(root) {
    all("[data-chart]", root).forEach((place) => {
      const table = place.parentElement.querySelector("details");
      try {
        drawChart(place);
      } catch {
        place.hidden = true;
        if (table) table.open = true;
      }
    });
  }

  /* [data-toggle="#id"] shows and hides; [data-dialog="#id"] opens a <dialog>; [data-print] prints; [data-why] explains. */
  function click(event) {
    const target = event.target.closest("[data-toggle], [data-dialog], [data-close], [data-print], [data-type-size], "
      + "[data-copy], [aria-disabled=true]");
    if (!target) return;
    const kind = target.dataset;
    if (kind.toggle) toggle(target);
    else if (kind.dialog) document.querySelector(kind.dialog).showModal();
    else if ("close" in kind) target.closest("dialog").close();
    else if ("print" in kind) window.print();
    else if ("typeSize" in kind) changeTypeSize(target);
    else if (kind.copy) copyText(target);
    else explain(event, target);
  }
  function toggle(button) {
    const open = document.querySelector(button.dataset.toggle).classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  }
  function changeTypeSize(button) {
    const large = document.documentElement.dataset.type !== "large";
    remember(localStorage, "type", large ? "large" : "");
    showTypeSize(large ? "large" : "");
    button.setAttribute("aria-pressed", String(large));
  }
  function showTypeSize(size) {
    if (size) document.documentElement.dataset.type = size;
    else delete document.documentElement.dataset.type;
    all("[data-type-size]").forEach((button) => button.setAttribute("aria-pressed", String(Boolean(size))));
  }
  async function copyText(button) {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "已复制";
    } catch {
      button.textContent = "请手工抄录：" + button.dataset.copy;
    }
    window.setTimeout(() => { button.textContent = said; }, 4000);
  }
  function explain(event, button) {
    event.preventDefault();
    const why = document.getElementById(button.getAttribute("aria-describedby"));
    if (why) { why.hidden = false; why.focus(); }
  }

  function showConnection() {
    all("[data-offline]").forEach((note) => { note.hidden = navigator.onLine; });
  }
  function csrf() {
    const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
  }

  function start(root, only) {
    startDrafts(root);
    startCharts(only && only.matches("[data-chart]") ? root : only || root);
    startRefresh(only ? only.parentElement : root);
  }

  document.addEventListener("keydown", walkRows);
  document.addEventListener("keydown", pressKey);
  document.addEventListener("click", click);
  document.addEventListener("submit", sendUpload);
  document.addEventListener("change", (event) => {
    if (event.target.type === "file") showChosen(event.target);
    const form = event.target.closest("form[data-submit-on-change]");
    if (form) form.requestSubmit();
  });
  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = csrf(); });
  document.addEventListener("htmx:afterSwap", (event) => start(event.detail.target));
  window.addEventListener("beforeprint", () => all("details").forEach((one) => { one.open = true; }));
  window.addEventListener("online", showConnection);
  window.addEventListener("offline", showConnection);
  showTypeSize(recall(localStorage, "type"));
  showConnection();
  start(document);
})();
