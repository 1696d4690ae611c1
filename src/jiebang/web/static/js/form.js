/* Forms: saving in the background, rows, counters, amounts in words, files, leaving with unsaved
   text. What has not reached the server stays on this device until it has. */
(function () {
  "use strict";
  const { every, toast } = window.jiebang ?? {};
  if (!every) return;
  const WAIT = 2000;
  const RETRY = 15000;

  /* Character counters. */
  function counter(area) {
    const shown = document.querySelector(`[data-counter-for="${CSS.escape(area.id)}"]`);
    if (!shown) return;
    const show = () => {
      const length = [...area.value.trim()].length;
      shown.textContent = `${length} / ${area.dataset.max}`;
      shown.classList.toggle("is-over", length > Number(area.dataset.max));
    };
    area.addEventListener("input", show);
    show();
  }

  /* 万元 as capital numerals, when one leaves the field. */
  const DIGITS = "零壹贰叁肆伍陆柒捌玖";
  const PLACES = ["", "拾", "佰", "仟"];
  const GROUPS = ["", "万", "亿", "万亿"];
  function group(number) {
    let text = "";
    let gap = false;
    for (let place = 3; place >= 0; place -= 1) {
      const digit = Math.floor(number / 10 ** place) % 10;
      if (!digit) gap = text !== "";
      else {
        text += (gap ? DIGITS[0] : "") + DIGITS[digit] + PLACES[place];
        gap = false;
      }
    }
    return text;
  }
  function whole(number) {
    if (number === 0n) return DIGITS[0];
    const groups = [];
    for (let rest = number; rest > 0n; rest /= 10000n) groups.push(Number(rest % 10000n));
    let text = "";
    let gap = false;
    for (let index = groups.length - 1; index >= 0; index -= 1) {
      const part = groups[index];
      if (!part) gap = true;
      else {
        if (text && (gap || part < 1000)) text += DIGITS[0];
        text += group(part) + GROUPS[index];
        gap = false;
      }
    }
    return text;
  }
  function words(typed) {
    const match = /^(\d{1,12})(?:\.(\d{0,6}))?$/.exec(typed.trim().replace(/[,，]/g, ""));
    if (!match) return "";
    const fen = BigInt(match[1]) * 1000000n + BigInt((match[2] ?? "").padEnd(6, "0"));
    const [yuan, jiao, cent] = [fen / 100n, Number((fen / 10n) % 10n), Number(fen % 10n)];
    const head = yuan || (!jiao && !cent) ? `${whole(yuan)}元` : "";
    if (!jiao && !cent) return `${head}整`;
    const tenths = jiao ? `${DIGITS[jiao]}角` : yuan ? "零" : "";
    return head + tenths + (cent ? `${DIGITS[cent]}分` : "整");
  }
  function money(input) {
    const shown = document.querySelector(`[data-words-for="${CSS.escape(input.id)}"]`);
    if (!shown) return;
    const show = () => (shown.textContent = words(input.value));
    input.addEventListener("blur", show);
    show();
  }

  /* Repeating rows: a new row is a copy of the last one, emptied and renumbered. */
  function renumber(body, name) {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const pattern = new RegExp(`(${escaped}[.\\-_])\\d+(?=[.\\-_])`);
    [...body.rows].forEach((row, index) => {
      for (const node of row.querySelectorAll("[name], [id], [for], [aria-describedby], [aria-labelledby]")) {
        for (const key of ["name", "id", "for", "aria-describedby", "aria-labelledby"]) {
          const value = node.getAttribute(key);
          if (value && pattern.test(value)) node.setAttribute(key, value.replace(pattern, `$1${index}`));
        }
      }
      const remove = row.querySelector("[data-remove-row]");
      if (remove) remove.value = `${name}:${index}`;
    });
  }
  function clear(row) {
    row.querySelectorAll(".jb-problem").forEach((node) => node.remove());
    row.querySelectorAll("input, textarea, select").forEach((node) => {
      if (node.type === "radio" || node.type === "checkbox") node.checked = false;
      else node.value = "";
      node.removeAttribute("aria-invalid");
    });
  }
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-row]");
    const remove = event.target.closest("[data-remove-row]");
    if (!add && !remove) return;
    const name = add ? add.dataset.addRow : remove.closest("[data-rows]").dataset.rows;
    const form = (add ?? remove).form;
    const table = form.querySelector(`[data-rows="${CSS.escape(name)}"]`);
    const body = table?.tBodies[0];
    if (!body?.rows.length) return; /* nothing to copy: the server adds the first row */
    event.preventDefault();
    if (add) {
      if (body.rows.length >= Number(table.dataset.rowsMax || 200)) return;
      const row = body.rows[body.rows.length - 1].cloneNode(true);
      clear(row);
      body.append(row);
      renumber(body, name);
      row.querySelector("input, textarea, select")?.focus();
    } else if (body.rows.length === 1) clear(body.rows[0]);
    else {
      remove.closest("tr").remove();
      renumber(body, name);
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* Puts kept text back, adding the rows that had been added. */
  function fill(form, entries) {
    const left = new Map();
    entries.forEach(([name, value]) => left.set(name, [...(left.get(name) ?? []), value]));
    every("[data-rows]", (table) => growTo(table, left), form);
    for (const node of form.elements) {
      if (!node.name || ["hidden", "file", "submit"].includes(node.type)) continue;
      const values = left.get(node.name) ?? [];
      if (node.type === "radio" || node.type === "checkbox") node.checked = values.includes(node.value);
      else if (values.length) node.value = values.shift();
    }
  }
  function growTo(table, left) {
    const body = table.tBodies[0];
    const last = body.rows[body.rows.length - 1];
    if (!last || !last.querySelector("[data-remove-row]")) return;
    const names = [...left.keys()].filter((name) => /[.\-_]\d+[.\-_]/.test(name) && name.startsWith(table.dataset.rows));
    const need = Math.max(0, ...names.map((name) => Number(/[.\-_](\d+)[.\-_]/.exec(name)[1]) + 1));
    while (body.rows.length < need) {
      const row = last.cloneNode(true);
      clear(row);
      body.append(row);
    }
    renumber(body, table.dataset.rows);
  }

  /* Saving in the background. */
  function autosave(form) {
    const url = form.dataset.autosaveUrl;
    const state = form.querySelector("[data-autosave-state]");
    const key = `jiebang:draft:${url}`;
    let timer = 0;
    let dirty = false;
    let busy = false;
    let stale = false;
    let asking = false; /* the person is choosing between two versions */
    const say = (text, tone) => {
      if (!state) return;
      state.textContent = text;
      if (tone) state.dataset.tone = tone;
      else delete state.dataset.tone;
    };
    const SKIP = new Set(["csrfmiddlewaretoken", "version"]);
    const version = () => form.elements.namedItem("version")?.value ?? "";
    const entries = () =>
      [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !SKIP.has(name));
    let base = entries(); /* what the server had when this page, or its last answer, came */
    const keep = () => {
      try {
        const kept = { version: version(), stale, asking, base, entries: entries() };
        localStorage.setItem(key, JSON.stringify(kept));
      } catch {
        /* a full or forbidden store: the server still gets it */
      }
    };
    /* Handed over with the form itself: what comes back is the server's own. */
    const markSent = () => {
      try {
        const kept = JSON.parse(localStorage.getItem(key));
        if (kept) localStorage.setItem(key, JSON.stringify({ ...kept, sent: true }));
      } catch {
        /* nothing was kept */
      }
    };
    const forget = () => {
      try {
        localStorage.removeItem(key);
      } catch {
        /* nothing was kept */
      }
    };
    const signedOut = () => form.closest("[data-signed-out]")?.dataset.signedOut;
    const clock = (at) =>
      new Date(at ?? Date.now()).toLocaleTimeString(document.documentElement.lang, { timeZone: "Asia/Shanghai", hour12: false });

    async function send() {
      const body = new FormData(form);
      const sent = entries();
      for (const name of [...body.keys()]) if (body.get(name) instanceof File) body.delete(name);
      body.append("_draft", "1");
      const headers = { "X-Autosave": "1", Accept: "application/json" };
      const answer = await fetch(url, { method: "POST", body, headers });
      if (answer.status === 409) {
        stale = dirty = true;
        keep();
        const { detail } = await answer.json().catch(() => ({}));
        say(form.dataset.stale, "bad");
        if (merging && !(await merging.fetched()) && detail) say(detail, "bad"); /* closed meanwhile */
        return;
      }
      if (answer.redirected) throw new Error("signed out"); /* to the page where one signs in */
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json().catch(() => ({}));
      const field = form.elements.namedItem("version");
      if (field && said.version !== undefined) field.value = said.version;
      base = sent;
      if (dirty) keep();
      else forget();
      say(`${form.dataset.saved} ${clock(said.saved_at)}`, "good");
    }

    async function save() {
      clearTimeout(timer);
      if (busy || stale || !dirty) return;
      let wait = WAIT;
      busy = true;
      dirty = false;
      say(form.dataset.saving);
      try {
        await send();
      } catch (error) {
        dirty = true;
        wait = RETRY;
        keep();
        say((error.message === "signed out" && signedOut()) || form.dataset.failed, "bad");
      }
      busy = false;
      if (dirty && !stale) timer = setTimeout(save, wait);
    }

    /* The record has moved on while one was writing: merge.js puts both together, where a page has it. */
    const merging = window.jiebang.merging?.({
      form, url, fill, entries, say, skip: SKIP,
      based: (list) => (base = list ?? base),
      held: (on) => {
        stale = asking = on;
        keep();
      },
      settle: () => {
        stale = asking = false;
        dirty = true;
        keep();
        toast(form.dataset.merged, "good");
        form.dispatchEvent(new Event("input", { bubbles: true }));
      },
    });

    /* Text written against a version that is no longer the record's: shown, never put back. */
    function offer(kept) {
      const box = document.createElement("textarea");
      box.className = "form-control";
      box.readOnly = true;
      box.value = kept.entries.map(([name, value]) => `${name}: ${value}`).join("\n");
      form.prepend(box);
      say(form.dataset.stale, "bad");
      forget();
    }

    function restore() {
      let kept = null;
      try {
        kept = JSON.parse(localStorage.getItem(key));
      } catch {
        forget();
      }
      if (!kept?.entries || JSON.stringify(kept.entries) === JSON.stringify(entries())) return forget();
      if (kept.asking && merging) return merging.merge({ entries: kept.entries }, entries());
      if (kept.version !== version()) {
        if (!merging) return kept.stale ? offer(kept) : forget();
        return kept.sent ? forget() : merging.merge(kept, entries());
      }
      fill(form, kept.entries);
      dirty = true;
      toast(form.dataset.restored, "wait");
      timer = setTimeout(save, WAIT);
    }

    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      dirty = true;
      keep();
      if (stale) return;
      say(form.dataset.unsaved);
      clearTimeout(timer);
      timer = setTimeout(save, WAIT);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      setTimeout(() => {
        if (event.defaultPrevented) return;
        dirty = false;
        markSent();
      });
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty) event.preventDefault();
    });
    window.addEventListener("online", save);
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        dirty = true;
        save();
      }
    });
    restore();
  }

  /* Dropping files onto the field. */
  function upload(box) {
    const input = box.querySelector("input[type=file]");
    box.addEventListener("dragover", (event) => {
      event.preventDefault();
      box.classList.add("is-over");
    });
    box.addEventListener("dragleave", () => box.classList.remove("is-over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("is-over");
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  every("[data-max]", counter);
  every("[data-money]", money);
  every(".jb-upload", upload);
  every("form[data-autosave-url]", autosave);
})();
