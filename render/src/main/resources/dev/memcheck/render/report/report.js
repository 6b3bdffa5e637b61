
"use strict";
(() => {
  const page = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector) => Array.from(document.querySelectorAll(selector));

  // An element is seen only when everything around it is unfolded.
  const reveal = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
      at.hidden = false;
    }
    element.scrollIntoView({ block: "center" });
  };

  const follow = () => {
    const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    if (target) reveal(target);
  };

  // Dark or light: the system's choice until the reader makes one, which is remembered where the browser allows it.
  const isDark = () => page.dataset.theme
    ? page.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  const remember = (theme) => {
    try { localStorage.setItem("memcheck-theme", theme); } catch { /* a page from a file may have no storage */ }
  };
  const remembered = () => {
    try { return localStorage.getItem("memcheck-theme"); } catch { return null; }
  };
  const toggleTheme = () => {
    page.dataset.theme = isDark() ? "light" : "dark";
    remember(page.dataset.theme);
  };

  // Search: all rows that hold the text are marked; Enter leads from one to the next.
  const search = byId("search");
  const rows = all("main .row");
  let hits = [];
  let here = -1;
  const show = () => {
    byId("hits").textContent = search.value === "" ? ""
      : hits.length === 0 ? "none"
      : here < 0 ? hits.length + " found" : (here + 1) + " of " + hits.length;
  };
  const find = () => {
    const words = search.value.toLowerCase();
    rows.forEach((row) => row.classList.remove("hit", "here"));
    hits = words === "" ? [] : rows.filter((row) => row.textContent.toLowerCase().includes(words));
    hits.forEach((row) => row.classList.add("hit"));
    here = -1;
    show();
  };
  const go = (step) => {
    if (hits.length === 0) return;
    if (here >= 0) hits[here].classList.remove("here");
    here = here < 0 && step < 0 ? hits.length - 1 : (here + step + hits.length) % hits.length;
    hits[here].classList.add("here");
    reveal(hits[here]);
    show();
  };

  // Filters: a finding is shown if it is what each of them says. Several files may have it.
  const says = (entry, of, value) => of === "file"
    ? Array.from(entry.querySelectorAll("[data-file]")).some((one) => one.dataset.file === value)
    : entry.dataset[of] === value;
  const filters = byId("filters");
  const entries = all(".entry");
  const filter = () => {
    const wanted = all("#filters select").filter((one) => one.value !== "");
    for (const entry of entries) {
      entry.hidden = !wanted.every((one) => says(entry, one.dataset.of, one.value));
    }
    const shown = entries.filter((entry) => !entry.hidden).length;
    byId("shown").textContent = wanted.length === 0 ? "" : shown + " of " + entries.length + " shown";
    finding = -1;
  };

  let finding = -1;
  const goToFinding = (step) => {
    const findings = all(".entry:not([hidden]) > details.finding");
    if (findings.length === 0) return;
    finding = finding < 0 && step < 0 ? findings.length - 1 : (finding + step + findings.length) % findings.length;
    reveal(findings[finding]);
    findings[finding].querySelector("summary").focus({ preventScroll: true });
  };

  const foldAll = (open) => all("main details").forEach((details) => { details.open = open; });

  // Arrows in a tree: right unfolds, left folds or leads outward, up and down lead to the next row that can be seen.
  const walkTree = (event, summary) => {
    const details = summary.parentElement;
    if (event.key === "ArrowRight") {
      details.open = true;
    } else if (event.key === "ArrowLeft" && details.open) {
      details.open = false;
    } else if (event.key === "ArrowLeft") {
      details.parentElement.closest(".tree details")?.querySelector("summary").focus();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const seen = Array.from(summary.closest(".tree").querySelectorAll("summary")).filter((one) => one.checkVisibility());
      seen[seen.indexOf(summary) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
    } else {
      return;
    }
    event.preventDefault();
  };

  // A box of the flame graph takes the whole width when everything beside it and its callers steps aside.
  const widen = (box) => {
    all(".flame .aside").forEach((item) => item.classList.remove("aside"));
    for (let item = box.parentElement; item && item.tagName === "LI"; item = item.parentElement.closest("li")) {
      for (const sibling of item.parentElement.children) {
        if (sibling !== item) sibling.classList.add("aside");
      }
    }
  };

  const keys = {
    "/": () => { search.focus(); search.select(); },
    "n": () => goToFinding(1),
    "p": () => goToFinding(-1),
    "t": toggleTheme,
  };
  document.addEventListener("keydown", (event) => {
    if (event.target === search) {
      if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
      if (event.key === "Escape") { search.value = ""; find(); search.blur(); }
    } else if (event.target.matches(".tree summary") && event.key.startsWith("Arrow")) {
      walkTree(event, event.target);
    } else if (keys[event.key] && !event.ctrlKey && !event.altKey && !event.metaKey) {
      keys[event.key]();
      event.preventDefault();
    }
  });

  search.addEventListener("input", find);
  filters?.addEventListener("change", filter);
  byId("next").addEventListener("click", () => goToFinding(1));
  byId("previous").addEventListener("click", () => goToFinding(-1));
  byId("unfold").addEventListener("click", () => foldAll(true));
  byId("fold").addEventListener("click", () => foldAll(false));
  byId("theme").addEventListener("click", toggleTheme);
  all(".flame .box").forEach((box) => box.addEventListener("click", () => widen(box)));
  window.addEventListener("hashchange", follow);
  // The same link a second time does not change the hash.
  document.addEventListener("click", (event) => {
    if (event.target.matches("a[href^='#']")) setTimeout(follow);
  });

  if (remembered()) page.dataset.theme = remembered();
  byId("tools").hidden = false;
  if (filters) filters.hidden = false;
  follow();
})();
