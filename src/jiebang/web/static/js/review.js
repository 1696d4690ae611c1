/* The score sheet: total and what is missing as one types, and scoring from the keyboard. The page
   and its form do their work without it. */
(function () {
  "use strict";
  const sheet = document.querySelector(".jb-review-sheet form[data-autosave-url]");
  if (!sheet) return;
  const { every } = window.jiebang ?? {};
  if (!every) return;

  /* How far the sheet is: the same arithmetic as on the server. */
  const tally = document.querySelector("[data-tally]");
  const lines = tally ? [...tally.querySelectorAll("[data-criterion]")] : [];
  const field = (name) => sheet.elements.namedItem(name);
  const typed = (name) => field(name)?.value.trim() ?? "";
  const bare = (text) => [...text.replace(/\s/g, "")].length;

  function count() {
    let [total, scored, missing] = [0, 0, 0];
    for (const line of lines) {
      const { criterion, weight, top, least } = line.dataset;
      const text = typed(`score_${criterion}`);
      const score = text === "" ? NaN : Number(text);
      const fits = score >= 0 && score <= Number(top);
      if (fits) {
        total += (score * Number(weight)) / Number(top);
        scored += 1;
      }
      const said = bare(typed(`comment_${criterion}`)) >= Number(least);
      if (!fits && text !== "") field(`score_${criterion}`).setAttribute("aria-invalid", "true");
      else if (fits) field(`score_${criterion}`)?.removeAttribute("aria-invalid");
      line.querySelector('[data-lacks="score"]').hidden = fits;
      line.querySelector('[data-lacks="comment"]').hidden = said;
      line.hidden = fits && said;
      missing += (fits ? 0 : 1) + (said ? 0 : 1);
    }
    const opinion = tally.querySelector("[data-opinion-line]");
    opinion.hidden = [...typed("opinion")].length >= Number(tally.dataset.opinion);
    if (!opinion.hidden) missing += 1;
    every("[data-total]", (node) => (node.textContent = (Math.round(total * 100 + 1e-6) / 100).toFixed(2)));
    tally.querySelector("[data-scored]").textContent = scored;
    tally.querySelector("[data-missing]").textContent = missing;
  }
  if (tally) {
    sheet.addEventListener("input", count);
    count();
  }

  /* One criterion after the other. */
  const scores = [...sheet.querySelectorAll('input[name^="score_"]')];
  const parts = scores.map((input) => input.closest(".jb-part"));
  let here = -1;
  function mark(index) {
    parts.forEach((part, n) => part?.classList.toggle("is-here", n === index));
    here = index;
  }
  function go(index) {
    const to = Math.max(0, Math.min(scores.length - 1, index));
    mark(to);
    scores[to].focus();
    scores[to].select();
    parts[to]?.scrollIntoView({ block: "nearest" });
  }
  sheet.addEventListener("focusin", (event) => {
    const part = event.target.closest(".jb-part");
    const index = parts.indexOf(part);
    if (index >= 0) mark(index);
  });

  const top = (input) => Number(lines.find((line) => `score_${line.dataset.criterion}` === input.name)?.dataset.top ?? 100);
  function step(input, by) {
    const next = Math.max(0, Math.min(top(input), (Number(input.value) || 0) + by));
    input.value = String(Math.round(next * 100) / 100);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* Thumb-sized buttons beside each score, where the screen is small. */
  for (const input of scores) {
    const unit = input.closest(".jb-unit") ?? input;
    const row = document.createElement("div");
    row.className = "jb-stepped";
    unit.replaceWith(row);
    const made = [-0.5, 0.5].map((by) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "jb-step";
      button.textContent = by < 0 ? "−" : "+";
      button.setAttribute("aria-label", `${by > 0 ? "+" : "−"}0.5`);
      button.addEventListener("click", () => step(input, by));
      return button;
    });
    row.append(made[0], unit, made[1]);
  }

  const jump = (id) => {
    const node = document.getElementById(id);
    node?.scrollIntoView();
    node?.focus({ preventScroll: true });
  };
  const follow = (selector) => document.querySelector(selector)?.click();
  const KEYS = {
    j: () => go(here + 1),
    k: () => go(here - 1),
    t: () => jump("text"),
    s: () => jump("sheet"),
    n: () => follow("[data-item-next]"),
    p: () => follow("[data-item-previous]"),
  };
  const ARROWS = { ArrowUp: 0.5, ArrowDown: -0.5 };

  function inScore(event, input) {
    if (event.key in ARROWS) step(input, ARROWS[event.key] * (event.shiftKey ? 2 : 1));
    else if (event.key === "Enter") field(input.name.replace("score_", "comment_"))?.focus();
    else if (event.key === "Escape") input.blur();
    else if (event.key.toLowerCase() in KEYS) KEYS[event.key.toLowerCase()]();
    else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const node = event.target;
    if (scores.includes(node)) return inScore(event, node);
    if (node.matches("textarea, select, input, [contenteditable]")) {
      if (event.key === "Escape") node.blur();
      return;
    }
    if (document.querySelector("dialog[open]") || node.closest("button, a, summary")?.matches(":focus") && event.key === "Enter") return;
    if (/^\d$/.test(event.key)) {
      go(Math.max(here, 0)); /* the digit itself lands in the field that now has the focus */
      return;
    }
    const act = KEYS[event.key.toLowerCase()];
    if (!act || event.shiftKey) return;
    event.preventDefault();
    act();
  });
  every("[data-keys]", (box) => (box.hidden = false));

  /* Which of the two a small screen shows. */
  const bar = document.querySelector(".jb-review-bar");
  const links = bar ? [...bar.querySelectorAll('a[href^="#"]')] : [];
  if (links.length && "IntersectionObserver" in window) {
    const seen = new IntersectionObserver(
      () => {
        const below = document.getElementById("sheet").getBoundingClientRect().top < window.innerHeight / 2;
        links.forEach((link) =>
          (link.hash === "#sheet") === below ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"),
        );
      },
      { threshold: [0, 0.05, 0.1, 0.2, 0.4] },
    );
    ["text", "sheet"].forEach((id) => seen.observe(document.getElementById(id)));
  }
})();
