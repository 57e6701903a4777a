/* What a page gains when scripts run; every task works without them.
   Forms with data-draft-url are saved as drafts. The answer is JSON: {"saved": "4:12pm"} or {"problem": "…"}. */
(() => {
  "use strict";

  const SAVE_AFTER = 2000;
  const RETRY_AFTER = 10000;
  const KEEPALIVE_BYTES = 60000;
  const NO_CONNECTION = "No connection. Keep this page open; we will save when it returns.";
  const SIGNED_OUT = "You are signed out, so the draft could not be saved. Keep this page open and sign in again in another tab.";
  const REFUSED = "The draft could not be saved. Keep this page open; your text is still here.";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* ---------- drafts ---------- */
  class Draft {
    constructor(form) {
      this.form = form;
      this.changed = false;
      this.saving = null;
      this.leaving = false;
      this.failure = "";
      form.addEventListener("input", () => this.touch());
      form.addEventListener("change", () => this.touch());
      form.addEventListener("focusout", () => this.changed && this.save());
      form.addEventListener("submit", (event) => this.submit(event), true);
    }

    touch() {
      this.leaving = false;
      this.changed = true;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), SAVE_AFTER);
    }

    fields() {
      const pairs = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
      return new URLSearchParams(pairs);
    }

    post(keepalive) {
      return fetch(this.form.dataset.draftUrl, {
        method: "POST", body: this.fields(), keepalive, redirect: "manual", credentials: "same-origin",
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      });
    }

    /* One request at a time; text typed meanwhile goes with the next. */
    save() {
      if (this.leaving) return Promise.resolve();
      if (!this.saving) this.saving = this.send().finally(() => { this.saving = null; });
      return this.saving;
    }

    async send() {
      clearTimeout(this.timer);
      this.changed = false;
      try {
        const response = await this.post(false);
        const isJson = (response.headers.get("Content-Type") || "").includes("json");
        const answer = isJson ? await response.json() : {};
        if (response.ok) this.saved(answer);
        else if (response.type === "opaqueredirect" || response.status === 401) this.fail(SIGNED_OUT);
        else this.fail(answer.problem || REFUSED);
      } catch {
        this.fail(NO_CONNECTION);
      }
    }

    saved(answer) {
      this.failure = "";
      const words = `Draft saved ${answer.saved || clock(new Date())}`;
      all("[data-draft-status]").forEach((place) => { place.textContent = words; });
      idle.heard(words);
      offline.hide();
    }

    fail(words) {
      this.changed = true;
      this.failure = words;
      offline.show(words, this.form);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), RETRY_AFTER);
    }

    /* Unsaved text goes to the server first: a failed page load would take it along. */
    submit(event) {
      if (this.passing) { this.leaving = true; clearTimeout(this.timer); return; }
      if (!this.changed && !this.saving && navigator.onLine) { this.leaving = true; clearTimeout(this.timer); return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      this.flushThenSubmit(event.submitter);
    }

    async flushThenSubmit(submitter) {
      if (this.saving) await this.saving;
      if (this.changed || !navigator.onLine) await this.save();
      if (this.failure === NO_CONNECTION) return;
      this.passing = true;
      this.form.requestSubmit(submitter || undefined);
      this.passing = false;
    }

    hide() {
      if (this.changed && !this.leaving && this.fields().toString().length < KEEPALIVE_BYTES) {
        this.post(true).then((response) => { if (response.ok) this.saved({}); }, () => {});
        this.changed = false;
      }
    }
  }

  const clock = (at) => {
    const minutes = at.getMinutes() ? `:${String(at.getMinutes()).padStart(2, "0")}` : "";
    return `${at.getHours() % 12 || 12}${minutes}${at.getHours() < 12 ? "am" : "pm"}`;
  };

  const typedText = (form) => all("input:not([type=hidden], [type=radio], [type=checkbox], [type=password]), textarea", form)
    .filter((input) => input.value.trim())
    .map((input) => `${input.labels && input.labels[0] ? input.labels[0].textContent.trim() : input.name}\n${input.value}`)
    .join("\n\n");

  const offline = {
    show(words, form) {
      this.form = form;
      if (!this.bar) this.build();
      if (this.words.textContent !== words) this.words.textContent = words;
      this.bar.hidden = false;
    },
    hide() {
      if (this.bar) { this.bar.remove(); this.bar = null; }
    },
    build() {
      this.bar = document.createElement("div");
      this.bar.className = "offline";
      this.bar.setAttribute("role", "alert");
      this.words = document.createElement("span");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-quiet btn-row";
      button.textContent = "Copy my text";
      button.addEventListener("click", () => this.copy(button));
      this.bar.append(this.words, button);
      document.body.append(this.bar);
    },
    async copy(button) {
      const text = typedText(this.form);
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        const box = document.createElement("textarea");
        box.className = "form-control";
        box.readOnly = true;
        box.setAttribute("aria-label", "Your text, ready to copy");
        box.value = text;
        button.replaceWith(box);
        box.select();
      }
    },
  };

  /* ---------- idle: time is counted from the last word exchanged with the server, in any tab ---------- */
  const idle = {
    WARN_MINUTES: 5,
    draftWords: "",
    start() {
      this.minutes = Number(document.body.dataset.idleMinutes);
      this.dialog = one("#idle-dialog");
      if (!this.minutes || !this.dialog) return;
      this.channel = "BroadcastChannel" in window ? new BroadcastChannel("stay") : null;
      if (this.channel) this.channel.onmessage = () => this.reset();
      this.reset();
      this.active = false;
      ["keydown", "pointerdown", "wheel", "touchmove"].forEach((kind) => {
        document.addEventListener(kind, () => { this.active = true; }, { passive: true });
      });
      one("[data-idle-stay]", this.dialog).addEventListener("click", () => this.stay());
      this.dialog.addEventListener("cancel", () => this.stay());
      setInterval(() => this.tick(), 15000);
      document.addEventListener("visibilitychange", () => document.hidden || this.tick());
      document.addEventListener("htmx:afterRequest", () => this.heard());
    },
    heard(words) {
      if (words) this.draftWords = words.replace("Draft saved", "Your draft was saved at");
      this.reset();
      if (this.channel) this.channel.postMessage("heard");
    },
    reset() {
      this.lastContact = Date.now();
      this.active = false;
      if (this.dialog && this.dialog.open) this.dialog.close();
    },
    tick() {
      const left = Math.ceil(this.minutes - (Date.now() - this.lastContact) / 60000);
      if (left > this.WARN_MINUTES || !this.dialog) return;
      if (left <= 0) { this.end(); return; }
      if (this.active && !this.dialog.open) { this.stay(); return; }
      const words = `You will be signed out in ${left} ${left === 1 ? "minute" : "minutes"}.`;
      const place = one("[data-idle-left]", this.dialog);
      if (place.textContent !== words) place.textContent = words;
      one("[data-idle-draft]", this.dialog).textContent = this.draftWords ? `${this.draftWords}.` : "";
      if (!this.dialog.open) this.dialog.showModal();
    },
    async stay() {
      const token = one("input[name=csrfmiddlewaretoken]");
      try {
        const response = await fetch(document.body.dataset.stayUrl, {
          method: "POST", redirect: "manual", headers: token ? { "X-CSRFToken": token.value } : {},
        });
        if (response.ok) this.heard();
      } catch { /* the next tick asks again */ }
    },
    /* A reload leads to the sign-in page and hides the file; text that could not be saved stays on the screen. */
    end() {
      if (!drafts.some((draft) => draft.changed)) window.location.reload();
    },
  };

  /* ---------- menus, keys, focus ---------- */
  const closeMenus = (except) => all("details.menu[open]").forEach((menu) => {
    if (!except || !menu.contains(except)) menu.open = false;
  });

  document.addEventListener("click", (event) => closeMenus(event.target));

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && (event.target.closest("details.menu[open]") || one("details.menu[open]"));
    if (open) {
      open.open = false;
      one("summary", open).focus();
      return;
    }
    const form = (event.ctrlKey || event.metaKey) && event.target.closest && event.target.closest("form");
    if (!form) return;
    if (event.key === "Enter" && event.target.matches("textarea, input")) {
      event.preventDefault();
      form.requestSubmit(one("button.btn-primary:not([type=button]), input.btn-primary[type=submit]", form) || undefined);
    }
    if (event.key.toLowerCase() === "s" && form.dataset.draftUrl) {
      event.preventDefault();
      const draft = drafts.find((each) => each.form === form);
      if (draft) draft.save();
    }
  });

  const focusOn = (root) => {
    const target = one("[data-focus]", root);
    if (target) target.focus();
  };

  /* ---------- start ---------- */
  let drafts = [];
  const adopt = () => {
    drafts = drafts.filter((draft) => draft.form.isConnected);
    all("form[data-draft-url]").forEach((form) => {
      if (!drafts.some((draft) => draft.form === form)) drafts.push(new Draft(form));
    });
  };

  const sayFailure = (words) => {
    const message = document.createElement("div");
    message.className = "message message-error";
    const line = document.createElement("p");
    line.textContent = words;
    message.append(line);
    one("#messages").replaceChildren(message);
  };

  adopt();
  idle.start();
  focusOn(document);
  window.addEventListener("online", () => drafts.forEach((draft) => draft.changed && draft.save()));
  window.addEventListener("pagehide", () => drafts.forEach((draft) => draft.hide()));
  document.addEventListener("visibilitychange", () => document.hidden && drafts.forEach((draft) => draft.hide()));
  const stayed = () => drafts.forEach((draft) => { draft.leaving = false; });
  window.addEventListener("pageshow", (event) => event.persisted && stayed());
  document.addEventListener("htmx:afterRequest", stayed);
  document.addEventListener("htmx:afterSettle", (event) => { adopt(); focusOn(event.detail.elt); });
  document.addEventListener("htmx:responseError", () => sayFailure("Sorry, something went wrong. Nothing was changed. Try again."));
  document.addEventListener("htmx:sendError", () => sayFailure("No connection. Nothing was changed. Try again when it returns."));
})();
