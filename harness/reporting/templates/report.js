"use strict";
// Filters, enlarging of pages, exchanges shown where they are asked for. Nothing here is needed to read the report.
(() => {
  const form = document.querySelector(".filters");
  const rows = [...document.querySelectorAll("tr[data-row]")];
  const searched = new Map();

  const textOf = (row) => {
    const chapter = document.getElementById(row.dataset.row);
    if (!searched.has(row)) searched.set(row, `${row.textContent} ${chapter ? chapter.textContent : ""}`.toLowerCase());
    return searched.get(row);
  };
  const matches = (node, want) =>
    (!want.country || node.dataset.country === want.country) && (!want.verdict || node.dataset.verdict === want.verdict);

  const showRow = (row, want) => {
    const cells = [...row.querySelectorAll("td[data-country]")];
    const shown = cells.some((cell) => matches(cell, want)) && (!want.text || textOf(row).includes(want.text));
    row.hidden = !shown;
    const chapter = document.getElementById(row.dataset.row);
    if (chapter) {
      chapter.hidden = !shown;
      chapter.querySelectorAll(".dossier").forEach((dossier) => { dossier.hidden = !matches(dossier, want); });
      chapter.querySelectorAll(".held").forEach((held) => {
        held.hidden = !held.querySelector(".dossier:not([hidden])");
        held.open = Boolean(want.country || want.verdict);
      });
    }
    return shown;
  };

  const apply = () => {
    const want = { country: form.country.value, verdict: form.verdict.value, text: form.text.value.trim().toLowerCase() };
    const count = rows.filter((row) => showRow(row, want)).length;
    document.querySelectorAll(".matrix [data-country], .specimens figure").forEach((node) => {
      node.hidden = Boolean(want.country) && node.dataset.country !== want.country;
    });
    document.querySelectorAll(".matrix tbody").forEach((body) => {
      body.hidden = !body.querySelector("tr[data-row]:not([hidden])");
    });
    document.querySelectorAll(".group-block").forEach((block) => {
      block.hidden = !block.querySelector(".requirement:not([hidden])");
    });
    form.querySelector("output").textContent = `${count} of ${rows.length} requirements`;
  };

  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    target.scrollIntoView();
  };

  const enlarge = (link, event) => {
    const dialog = document.querySelector("dialog.lightbox");
    if (!dialog.showModal) return;
    event.preventDefault();
    dialog.querySelector("div").replaceChildren(link.querySelector("svg").cloneNode(true));
    dialog.showModal();
  };

  const explain = (link, event) => {
    const source = document.getElementById(link.getAttribute("href").slice(1));
    const row = link.closest("tr");
    if (!source || !row) return;
    event.preventDefault();
    if (row.nextElementSibling && row.nextElementSibling.matches(".why")) return row.nextElementSibling.remove();
    const line = document.createElement("tr");
    const cell = line.insertCell();
    line.className = "why";
    cell.colSpan = row.closest("table").tHead.rows[0].cells.length;
    cell.append(source.querySelector("ol").cloneNode(true));
    row.after(line);
  };

  const choose = (link) => {
    form.country.value = link.dataset.choose;
    apply();
  };

  const reveal = (link, event) => {
    const source = document.getElementById(link.getAttribute("href").slice(1));
    const host = link.closest(".exchanges");
    if (!source || !host) return;
    event.preventDefault();
    const id = source.id;
    const open = host.parentElement.querySelector(".revealed");
    if (open) open.remove();
    if (open && open.dataset.of === id) return;
    const copy = source.querySelector(".wire").cloneNode(true);
    copy.classList.add("revealed");
    copy.dataset.of = id;
    host.after(copy);
  };

  document.addEventListener("click", (event) => {
    const page = event.target.closest("[data-enlarge]");
    const exchange = event.target.closest("[data-reveal]");
    if (page) enlarge(page, event);
    if (exchange) reveal(exchange, event);
    const steps = event.target.closest("[data-why]");
    const chosen = event.target.closest("[data-choose]");
    if (steps) explain(steps, event);
    if (chosen && form) choose(chosen);
    if (event.target.matches("dialog.lightbox")) event.target.close();
  });
  window.addEventListener("hashchange", openTarget);
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".dossier:not(.passed):not(.not_applicable), details.plain").forEach((node) => {
      node.open = true;
    });
  });
  if (form) {
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }
  openTarget();
})();
