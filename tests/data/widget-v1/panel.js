// Fulcrum on any page: the part that comes with the first open. It shows the chat in a frame and speaks with it
// (ui/static/embed.js) in protocol 1: {fulcrum: 1, type, ...} both ways, each side checking origin and window.
//
//   to the frame    hello {greeting, questions, context, handoff}, send {text}, fill {text}, context {text}, focus, reset
//   from the frame  welcome (hello was heard), ready (the chat is up), close, event {name, detail}
//
// Times are not promises: they only say when the visitor and the developer are told that something is amiss.
(() => {
  if (window.Fulcrum.Panel) return;

  const PROTOCOL = 1;
  const WELCOME = 5000, READY = 25000; // milliseconds until a frame has answered, until the chat is up
  const WORDS = {
    en: ["Close the chat", "Loading the chat …", "The chat cannot be reached just now.", "Try again", "Open it in a new tab"],
    de: ["Chat schließen", "Der Chat wird geladen …", "Der Chat ist gerade nicht erreichbar.", "Noch einmal", "In neuem Tab öffnen"],
    fr: ["Fermer le chat", "Chargement du chat …", "Le chat est injoignable pour le moment.", "Réessayer", "Ouvrir dans un onglet"],
    es: ["Cerrar el chat", "Cargando el chat …", "El chat no está disponible ahora.", "Reintentar", "Abrir en otra pestaña"],
  };
  const STYLE = `
    .panel{display:none;position:fixed;inset:auto 20px 88px auto;z-index:2147483647;width:min(420px,100vw - 40px);
      height:min(700px,100dvh - 108px);border:1px solid #8885;border-radius:16px;background:var(--paper);overflow:hidden;
      overscroll-behavior:contain;box-shadow:0 12px 48px #0005}
    .panel::backdrop{background:var(--paper)}
    .left .panel{inset:auto auto 88px 20px}
    .open .panel{display:block}
    .whole .panel{inset:0;width:100%;max-width:none;height:100dvh;max-height:none;border:0;border-radius:0}
    .inline .panel{position:absolute;inset:0;width:100%;height:100%;z-index:0;box-shadow:none}
    .inline.open .launch,.inline .close{display:none}
    iframe{display:block;width:100%;height:100%;border:0}
    .close{position:absolute;inset:6px 6px auto auto;z-index:2;width:40px;height:40px;padding:0;background:none;color:var(--ink);
      font-size:26px;font-weight:400;line-height:40px;text-align:center}
    .close:hover{background:#8883}
    .note{position:absolute;inset:0;z-index:1;display:grid;gap:16px;place-content:center;justify-items:center;padding:48px 24px;
      background:var(--paper);text-align:center}
    .note button{padding:10px 20px}
    .note a{cursor:pointer;text-decoration:underline}
    [hidden]{display:none}
    @media(prefers-reduced-motion:no-preference){
      .open:not(.inline) .panel{animation:rise .18s ease-out}
      @keyframes rise{from{opacity:0;translate:0 12px}}
    }`;
  const phone = matchMedia("(max-width: 640px)");

  class Panel {
    constructor(view, page) {
      this.view = view;
      this.page = page;
      this.origin = page.base.origin;
      this.words = WORDS[view.settings.lang] || WORDS.en;
      this.queue = [];
      this.isOpen = this.isReady = false;
      this.build();
      this.listen();
    }

    /** Covers the page and keeps the focus: the full mode, and a bubble on a phone. */
    get isModal() {
      return this.view.mode === "full" || (this.view.mode === "bubble" && phone.matches);
    }

    get isInline() {
      return this.view.mode === "inline";
    }

    build() {
      const { make } = this.page, root = this.view.shadowRoot, sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
      this.shut = make("button", {
        type: "button", className: "close", ariaLabel: this.words[0], textContent: "×", onclick: () => this.close(),
      });
      this.note = make("div", { className: "note", role: "status", hidden: true });
      this.box = this.isInline ? make("div") : make("dialog", { ariaLabel: this.view.label });
      this.box.className = "panel";
      this.box.append(this.shut, this.note);
      this.view.wrap.append(this.box);
    }

    listen() {
      const { safely } = this.page;
      this.box.addEventListener("cancel", (event) => {
        event.preventDefault();
        safely(() => this.close());
      });
      this.box.addEventListener("keydown", ({ key }) => safely(() => key === "Escape" && !this.isInline && this.close()));
      phone.addEventListener("change", () => safely(() => this.isOpen && !this.isInline && this.show()));
      for (const type of ["resize", "scroll"]) {
        if (window.visualViewport) visualViewport.addEventListener(type, () => safely(() => this.fit()));
      }
    }

    // Open and closed

    open(options) {
      const { query, submit, context, quiet } = Object(options);
      const wasOpen = this.isOpen;
      if (!wasOpen) {
        this.opener = document.activeElement;
        this.isOpen = true;
        this.show();
        this.page.session("fulcrum." + this.view.mode, "open");
        if (!this.frame) this.load();
      }
      if (context) this.post("context", { text: String(context) });
      if (query) this.post(submit ? "send" : "fill", { text: String(query) });
      this.wantsFocus = !quiet || this.isModal;
      this.focus();
      if (!wasOpen) this.page.emit(this.view, "opened");
    }

    close() {
      if (!this.isOpen) return;
      const hadFocus = this.view.shadowRoot.activeElement;
      this.isOpen = false;
      if (this.box.open) this.box.close();
      this.dress();
      this.page.session("fulcrum." + this.view.mode, "closed");
      if (hadFocus) this.giveFocusBack();
      this.page.emit(this.view, "closed");
    }

    toggle() {
      if (this.isOpen) this.close();
      else this.open();
    }

    send(text) {
      this.open({ query: text, submit: true });
    }

    reset() {
      this.post("reset");
    }

    /** The element was moved in the document, and the browser loads the frame anew. */
    moved() {
      if (this.isOpen) this.show();
    }

    show() {
      if (this.box.open) this.box.close();
      this.dress();
      if (this.isModal) this.box.showModal();
      else if (!this.isInline) this.box.setAttribute("open", ""); // unlike show() it leaves the focus where it is
      this.fit();
    }

    dress() {
      const { wrap, launch } = this.view;
      wrap.classList.toggle("open", this.isOpen);
      wrap.classList.toggle("whole", this.isModal);
      launch.ariaExpanded = String(this.isOpen);
    }

    /** Leaves the on-screen keyboard its place; zooming by hand changes nothing. */
    fit() {
      const seen = window.visualViewport;
      const isNeeded = seen && this.isModal && seen.scale < 1.05;
      this.box.style.height = isNeeded ? `${seen.height}px` : "";
      this.box.style.top = isNeeded ? `${seen.offsetTop}px` : "";
    }

    focus() {
      if (!this.wantsFocus) return;
      if (this.isReady) {
        this.frame.focus();
        this.tellFrame("focus");
      } else if (!this.isInline) {
        this.shut.focus();
      }
    }

    giveFocusBack() {
      const { opener, view } = this;
      const isUsable = opener && opener.isConnected && opener !== document.body && opener !== view;
      (isUsable ? opener : view.launch).focus();
    }

    // The frame

    load() {
      const { settings, mode, label } = this.view;
      const asked = { embed: mode, comparison: settings.comparison, lang: settings.lang };
      if (settings.accent) asked.accent = settings.accent.slice(1);
      if (settings.theme && settings.theme !== "auto") asked.__theme = settings.theme;
      const url = new URL(this.page.base);
      for (const name in asked) if (asked[name]) url.searchParams.set(name, asked[name]);
      if (this.frame) this.frame.remove();
      this.isReady = false;
      this.frame = this.page.make("iframe", { title: label, src: url, onload: () => this.page.safely(() => this.greet()) });
      this.say(this.words[1]);
      this.wait(READY, `${this.origin} is slow; check how it is doing at ${this.origin}/readyz.`);
      this.box.append(this.frame);
    }

    greet() {
      const { greeting, questions, context, handoff } = this.view.settings;
      this.isReady = false;
      this.wait(WELCOME, `the chat does not answer; check that ${this.origin} runs and that its setting `
        + `FULCRUM_FRAME_ANCESTORS lists ${location.origin}.`);
      this.tellFrame("hello", { greeting, context, handoff, questions: questions && questions.split("|") });
    }

    tellFrame(type, values) {
      this.frame.contentWindow.postMessage({ ...values, fulcrum: PROTOCOL, type }, this.origin);
    }

    /** Says something to the frame as soon as the chat is up. */
    post(type, values) {
      if (this.isReady) this.tellFrame(type, values);
      else this.queue.push([type, values]);
    }

    hear({ type, name, detail }) {
      if (type === "welcome") this.wait(READY, `the chat does not come up; look at the console of its frame.`);
      else if (type === "ready") this.begin();
      else if (type === "close" && !this.isInline) this.close();
      else if (type === "event" && this.page.EVENTS.includes(name)) {
        if (name === "error") this.page.tell(detail.reason);
        this.page.emit(this.view, name, detail);
      }
    }

    begin() {
      clearTimeout(this.timer);
      this.isReady = true;
      this.say("");
      if (this.isOpen && (this.view.shadowRoot.activeElement || this.isInline)) this.focus();
      for (const entry of this.queue.splice(0)) this.tellFrame(...entry);
    }

    // When something is amiss

    wait(time, reason) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.page.safely(() => this.fail(reason)), time);
    }

    fail(reason) {
      const { make, base, tell, emit } = this.page;
      clearTimeout(this.timer);
      tell(reason);
      const again = make("button", { type: "button", textContent: this.words[3], onclick: () => this.retry() });
      const link = make("a", { href: base, target: "_blank", rel: "noopener", textContent: this.words[4] });
      this.say(this.words[2], again, link);
      emit(this.view, "error", { reason });
    }

    retry() {
      this.shut.focus();
      this.load();
    }

    say(text, ...more) {
      this.note.replaceChildren(this.page.make("span", { textContent: text }), ...more);
      this.note.hidden = !text;
    }
  }

  /** What all views of a page share: one ear for the messages of frames, one for what the host's policy blocks. */
  function listenOnce({ base, views, tell, safely }) {
    const { origin } = base;
    const panels = () => [...views].map(({ panel }) => panel).filter((panel) => panel && panel.frame);

    addEventListener("message", ({ data, origin: from, source }) => safely(() => {
      if (!data || data.fulcrum === undefined) return;
      const panel = panels().find(({ frame }) => frame.contentWindow === source);
      if (panel && from === origin && data.fulcrum === PROTOCOL) panel.hear(data);
      else tell(`a message from ${from} is ignored; only the frame from ${origin} may speak, in protocol ${PROTOCOL}.`);
    }));

    document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => safely(() => {
      if (effectiveDirective !== "frame-src" || !blockedURI.startsWith(origin)) return;
      const reason = `this page's Content-Security-Policy blocks the chat; add ${origin} to its frame-src.`;
      for (const panel of panels()) if (!panel.isReady) panel.fail(reason);
    }));
  }

  let isListening = false;

  window.Fulcrum.Panel = function (view, page) {
    if (!isListening) listenOnce(page);
    isListening = true;
    return new Panel(view, page);
  };
})();
