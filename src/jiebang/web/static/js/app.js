/* Every page: confirmations, countdowns, display switch, shortcuts, copy, toasts. Nothing here is
   needed to do one's work; without it the same pages and forms serve. */
(function () {
  "use strict";
  const words = document.getElementById("shortcuts")?.dataset ?? {};
  const every = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

  function toast(text, tone = "info") {
    const box = document.createElement("div");
    box.className = "jb-alert";
    box.dataset.tone = tone;
    const inner = document.createElement("div");
    inner.textContent = text;
    box.append(inner);
    document.getElementById("toasts")?.append(box);
    setTimeout(() => box.remove(), 6000);
  }

  /* A dialog instead of the browser's own, so that it speaks the page's language. */
  function ask(question) {
    const dialog = document.createElement("dialog");
    dialog.className = "jb-dialog";
    const text = document.createElement("p");
    text.textContent = question;
    const row = document.createElement("div");
    row.className = "jb-actions";
    for (const [value, label, kind] of [
      ["no", words.confirmNo, "btn"],
      ["yes", words.confirmYes, "btn jb-harm jb-harm-fill"],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = kind;
      button.textContent = label;
      button.addEventListener("click", () => dialog.close(value));
      row.append(button);
    }
    dialog.append(text, row);
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((answer) =>
      dialog.addEventListener("close", () => {
        answer(dialog.returnValue === "yes");
        dialog.remove();
      }),
    );
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault(); /* a second press of the same button */
      return;
    }
    if (form.dataset.confirm && !form.dataset.confirmed) {
      event.preventDefault();
      const pressed = event.submitter;
      if (await ask(form.dataset.confirm)) {
        form.dataset.confirmed = "yes";
        form.requestSubmit(pressed);
      }
      return;
    }
    if (form.method === "post" && !event.defaultPrevented) {
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 4000);
    }
  });

  /* Time left, counted from the page's own clock: it may be a simulated one. */
  const opened = performance.now();
  function count(node) {
    const now = Date.parse(node.dataset.now) || Date.now() - (performance.now() - opened);
    const end = Date.parse(node.dataset.countdown);
    let timer = 0;
    const show = () => {
      const left = Math.floor((end - now - (performance.now() - opened)) / 1000);
      if (left <= 0) {
        node.textContent = node.dataset.over;
        clearInterval(timer);
      } else if (left < 2 * 86400) {
        const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
        node.textContent = parts.map((n) => String(n).padStart(2, "0")).join(":");
      }
    };
    if (end > now) {
      timer = setInterval(show, 1000);
      show();
    }
  }
  every("[data-countdown]", count);

  /* Light, dark, large: at once, and in the cookie the server reads next time. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-display] button");
    if (!button) return;
    event.preventDefault();
    const { name, value } = button;
    document.cookie = `jb_${name}=${value}; path=/; max-age=31536000; samesite=lax`;
    if (name === "text") {
      document.documentElement.dataset.text = value;
      button.value = value === "large" ? "normal" : "large";
      button.toggleAttribute("aria-pressed", value === "large");
      return;
    }
    document.documentElement.dataset.bsTheme = value;
    every("[data-display] [name=theme]", (other) =>
      other.value === value
        ? other.setAttribute("aria-pressed", "true")
        : other.removeAttribute("aria-pressed"),
    );
  });

  every("[data-copy]", (button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      toast(words.copied, "good");
    });
  });

  every("[data-autosubmit]", (node) => node.addEventListener("change", () => node.form.requestSubmit()));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") every("details.jb-burger[open], details.jb-me[open], .jb-demo-more[open]", (d) => (d.open = false));
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select, [contenteditable]")) return;
    if (event.key === "?") document.getElementById("shortcuts")?.showModal();
    const target = event.key === "/" && document.querySelector('[data-focus-key="/"]');
    if (target) {
      event.preventDefault();
      target.focus();
    }
  });

  /* Menus close when one looks elsewhere. */
  document.addEventListener("click", (event) =>
    every("details.jb-burger[open], details.jb-me[open], .jb-demo-more[open]", (menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    }),
  );

  document.getElementById("error-summary")?.focus();

  window.jiebang = { toast, ask, every };

  /* An answer of 409 or 422 says why not: htmx shows it too. */
  document.addEventListener("DOMContentLoaded", () => {
    if (!window.htmx) return;
    document.addEventListener("htmx:beforeSwap", (event) => {
      if ([409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
    });
    document.addEventListener("htmx:afterSettle", (event) => every("[data-countdown]", count, event.target));
  });
})();
