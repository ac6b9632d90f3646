"use strict";
(() => {
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const findings = JSON.parse(document.getElementById("findings").textContent);
  const [STATUS, ACCOUNT, REGION, TYPE, ID, ENGINE, VERSION, STATE, EVIDENCE, KEYKIND, KEY, STORAGE, FLAG, WHY, ARN, LIFE, SINCE, OBSERVED, CHANGE, TAGS] = Array.from({ length: 20 }, (_, i) => i);
  const COMPLIANT = 6;
  const PAGE = 100;
  const byId = id => document.getElementById(id);
  const boxes = [...byId("statuses").querySelectorAll("input")];
  const haystacks = new Array(findings.length);
  let shown = [];
  let page = 0;
  let sortColumn = STATUS;
  let isAscending = true;
  let isPrinting = false;

  // Every text of the report reaches the page here, as text.
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  };
  const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i].toLocaleString(document.documentElement.lang));
  const changeOf = row => row[CHANGE] && (texts.changes[row[CHANGE]] || row[CHANGE]);
  const whatToDo = row => row[STATUS] < 3 && String(row[TYPE]).endsWith("Snapshot") ? texts.whatToDoBackup
    : row[STATUS] === 0 && row[TYPE] === "CacheCluster" ? texts.whatToDoStandalone : texts.whatToDo[row[STATUS]];
  const haystack = i => haystacks[i] ??= (findings[i].slice(1).join("\n") + "\n" + texts.statuses[findings[i][STATUS]]).toLowerCase();
  const compare = (a, b) => {
    const [x, y] = [findings[a][sortColumn], findings[b][sortColumn]];
    return (x < y ? -1 : x > y ? 1 : 0) * (isAscending ? 1 : -1) || a - b;
  };

  function refresh() {
    const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const statuses = new Set(boxes.filter(box => box.checked).map(box => Number(box.value)));
    shown = [];
    for (let i = 0; i < findings.length; i++) {
      if (statuses.has(findings[i][STATUS]) && words.every(word => haystack(i).includes(word))) { shown.push(i); }
    }
    shown.sort(compare);
    page = 0;
    render();
  }

  function render() {
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    const visible = isPrinting ? shown : shown.slice(page * PAGE, (page + 1) * PAGE);
    const rows = document.createDocumentFragment();
    visible.forEach(i => rows.append(rowOf(i)));
    byId("rows").replaceChildren(rows);
    byId("count").textContent = fill(texts.count, shown.length, findings.length);
    byId("page").textContent = fill(texts.page, page + 1, pages);
    byId("previous").disabled = page === 0;
    byId("next").disabled = page + 1 >= pages;
    for (const head of document.querySelectorAll("#table thead th")) {
      if (Number(head.dataset.column) === sortColumn) { head.setAttribute("aria-sort", isAscending ? "ascending" : "descending"); }
      else { head.removeAttribute("aria-sort"); }
    }
  }

  function rowOf(i) {
    const row = findings[i];
    const line = element("tr", undefined, "s" + row[STATUS]);
    line.append(element("td", texts.statuses[row[STATUS]], "status"), element("td", row[ACCOUNT]), element("td", row[REGION]), element("td", row[TYPE]));
    const head = element("th");
    head.scope = "row";
    const open = element("button", row[ID], "open");
    open.type = "button";
    open.title = texts.details;
    open.setAttribute("aria-expanded", "false");
    open.addEventListener("click", () => toggle(open, line, row));
    head.append(open);
    line.append(head, element("td", [row[ENGINE], row[VERSION]].filter(Boolean).join(" ")), element("td", row[KEYKIND]), element("td", row[SINCE]), element("td", changeOf(row)));
    return line;
  }

  function toggle(open, line, row) {
    const isOpen = open.getAttribute("aria-expanded") === "true";
    open.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) {
      line.nextSibling.remove();
      return;
    }
    const list = element("dl");
    const add = (name, ...values) => {
      const text = values.filter(Boolean).join(" · ");
      if (text) { list.append(element("dt", name), element("dd", text)); }
    };
    add(texts.verdict, texts.statuses[row[STATUS]], texts.why[row[STATUS]]);
    add(texts.whyLabel, row[WHY]);
    add(texts.evidence, row[STATE], row[EVIDENCE], row[STORAGE] && "StorageEncryptionType=" + row[STORAGE], row[FLAG] && "AtRestEncryptionEnabled=" + row[FLAG]);
    add(texts.key, row[KEYKIND], row[KEY]);
    add(texts.do, whatToDo(row));
    add(texts.since, row[SINCE]);
    add(texts.change, changeOf(row));
    add(texts.life, row[LIFE]);
    add(texts.observed, row[OBSERVED]);
    add(texts.arn, row[ARN]);
    add(texts.tags, row[TAGS]);
    const cell = element("td");
    cell.colSpan = 9;
    cell.append(list);
    const detail = element("tr", undefined, "detail");
    detail.append(cell);
    line.after(detail);
  }

  const exported = () => {
    const head = [texts.status, texts.account, texts.region, texts.type, texts.id, texts.engine, texts.evidence, texts.key, "KmsKeyId", texts.whyLabel, texts.do, texts.since, texts.change, texts.arn, texts.tags];
    return [head, ...shown.map(i => {
      const row = findings[i];
      return [texts.statuses[row[STATUS]], row[ACCOUNT], row[REGION], row[TYPE], row[ID], [row[ENGINE], row[VERSION]].filter(Boolean).join(" "), row[EVIDENCE], row[KEYKIND], row[KEY],
        row[WHY], whatToDo(row), row[SINCE], changeOf(row), row[ARN], row[TAGS]];
    })];
  };
  // No spreadsheet takes a cell for a formula.
  const safe = text => /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/.test(text) ? "'" + text : text;

  byId("csv").addEventListener("click", () => {
    const text = "\uFEFF" + exported().map(row => row.map(cell => "\"" + safe(String(cell)).replaceAll("\"", "\"\"") + "\"").join(",")).join("\r\n") + "\r\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = "redis-at-rest.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });

  byId("copy").addEventListener("click", async () => {
    const text = exported().map(row => row.map(cell => safe(String(cell)).replaceAll(/[\t\r\n]/g, " ")).join("\t")).join("\n");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      byId("copy").focus();
    }
    byId("count").textContent = fill(texts.copied, shown.length);
  });

  byId("search").addEventListener("input", refresh);
  byId("statuses").addEventListener("change", refresh);
  byId("previous").addEventListener("click", () => { page--; render(); });
  byId("next").addEventListener("click", () => { page++; render(); });
  for (const head of document.querySelectorAll("#table thead th")) {
    head.firstChild.addEventListener("click", () => {
      const column = Number(head.dataset.column);
      isAscending = column === sortColumn ? !isAscending : true;
      sortColumn = column;
      shown.sort(compare);
      page = 0;
      render();
    });
  }
  for (const tile of document.querySelectorAll(".tile button")) {
    tile.addEventListener("click", () => {
      boxes.forEach(box => { box.checked = tile.dataset.status === "" || box.value === tile.dataset.status; });
      refresh();
      byId("resources").scrollIntoView();
      byId("resources").focus({ preventScroll: true });
    });
  }
  byId("theme").addEventListener("change", event => {
    if (event.target.value) { document.documentElement.dataset.theme = event.target.value; }
    else { delete document.documentElement.dataset.theme; }
  });
  addEventListener("beforeprint", () => { isPrinting = true; render(); });
  addEventListener("afterprint", () => { isPrinting = false; render(); });
  refresh();
})();
