/* Drafts that two devices wrote: the server's version and this one's, field by field. form.js keeps
   the text and calls this when the record has moved on. For forms without repeating rows. */
(function () {
  "use strict";
  if (!window.jiebang) return;
  window.jiebang.merging = function ({ form, url, fill, entries, say, skip, based, held, settle }) {
    if (form.querySelector("[data-rows]")) return null;
    /* The record has moved on while one was writing: what the server has now, beside what is here.
       Only what both sides changed is asked; the rest goes together by itself. */
    async function fetched() {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
      if (!answer?.ok) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const other = page.querySelector(`form[data-autosave-url="${CSS.escape(url)}"]`);
      if (!other) return false;
      const theirs = [...new FormData(other)].filter(([name, value]) => typeof value === "string" && !skip.has(name));
      const mine = entries();
      form.elements.namedItem("version").value = other.elements.namedItem("version").value;
      fill(form, theirs);
      merge({ base: based(), entries: mine }, theirs);
      return true;
    }

    function merge(kept, theirs) {
      const table = (list) => new Map(list);
      const [mine, now, was] = [table(kept.entries), table(theirs), table(kept.base ?? [])];
      const result = new Map(now);
      const asked = [];
      for (const [name, value] of mine) {
        const other = now.get(name) ?? "";
        if (value === other) continue;
        if (kept.base && (was.get(name) ?? "") === other) result.set(name, value); /* only here */
        else if (!kept.base || (was.get(name) ?? "") !== value) {
          result.set(name, value); /* nothing of one's own is lost while one chooses */
          asked.push([name, value, other]);
        }
      }
      based(theirs);
      held(false);
      fill(form, [...result]);
      form.querySelector(".jb-merge")?.remove();
      if (asked.length) choose(asked);
      else settle();
    }

    /* Both versions of each field; nothing is sent until every one is chosen. */
    function choose(asked) {
      held(true);
      const box = document.createElement("section");
      box.className = "jb-merge";
      box.tabIndex = -1;
      const title = document.createElement("p");
      title.textContent = form.dataset.mergeTitle;
      box.append(title);
      asked.forEach(([name, mine, theirs], index) => {
        const set = document.createElement("fieldset");
        const legend = document.createElement("legend");
        legend.textContent = titleOf(name);
        set.append(legend);
        for (const [side, said, value] of [["mine", form.dataset.mergeMine, mine], ["theirs", form.dataset.mergeTheirs, theirs]]) {
          const label = document.createElement("label");
          const radio = document.createElement("input");
          const text = document.createElement("span");
          const small = document.createElement("small");
          Object.assign(radio, { type: "radio", name: `_merge_${index}`, value: side });
          radio.setAttribute("form", "");
          radio.checked = side === "mine";
          small.textContent = said;
          text.append(small, value || "—");
          label.append(radio, text);
          set.append(label);
        }
        box.append(set);
      });
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-primary";
      button.textContent = form.dataset.mergeDone;
      button.addEventListener("click", () => {
        const left = new Map(entries());
        asked.forEach(([name, mine, theirs], index) => {
          const side = box.querySelector(`[name="_merge_${index}"]:checked`).value;
          left.set(name, side === "mine" ? mine : theirs);
        });
        box.remove();
        fill(form, [...left]);
        settle();
      });
      box.append(button);
      form.prepend(box);
      box.focus();
      say(form.dataset.mergeTitle, "bad");
    }
    function titleOf(name) {
      const node = form.elements.namedItem(name);
      const control = node instanceof RadioNodeList ? node[0] : node;
      const part = control?.closest(".jb-part")?.querySelector("legend");
      const label = form.querySelector(`label[for="${CSS.escape(control?.id ?? "")}"]`);
      const words = (found) => [...(found?.childNodes ?? [])].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.textContent.trim()).join("");
      return [...new Set([words(part), words(label)])].filter(Boolean).join(" · ") || name;
    }

    return { fetched, merge };
  };
})();
