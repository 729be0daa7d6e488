// Fulcrum on any page, before the first open. It requests and stores nothing, and throws nothing into the host: each
// way in goes through `safely`. The first open adds panel.js, whose Panel gets the element and `page`.
(() => {
  const EVENTS = ["opened", "closed", "message", "recommendation", "handoff", "error"];
  const SETTINGS = { // what the value of a data- setting must match
    mode: "bubble|inline|full|none", theme: "auto|light|dark", position: "right|left", lang: "en|de|fr|es",
    accent: "#[0-9a-fA-F]{6}", comparison: "[a-z0-9-]+", openAfter: "[0-9]+",
    target: ".+", label: ".+", greeting: ".+", questions: ".+", context: ".+", handoff: ".+",
  };
  const WORDS = { // the launcher, and what it says when the server is away
    en: ["Ask the advisor", "The chat cannot be reached just now"],
    de: ["Berater fragen", "Der Chat ist gerade nicht erreichbar"],
    fr: ["Demander conseil", "Le chat est injoignable pour le moment"],
    es: ["Pedir consejo", "El chat no está disponible ahora"],
  };
  const DARK = "--paper:#131716;--ink:#ebe8e0;--accent:#8fd3c3";
  const STYLE = `
    :host{all:initial!important;display:contents!important;--paper:#f7f5f0;--ink:#1d2321;--accent:#14524a}
    :host([data-mode=inline]){display:block!important;position:relative!important;height:var(--fulcrum-height,640px)!important}
    @media(prefers-color-scheme:dark){:host(:not([data-theme=light])){${DARK}}}
    :host([data-theme=dark]){${DARK}}
    *{all:initial;box-sizing:border-box;font:16px/1.4 system-ui,sans-serif;color:var(--ink)}
    button{cursor:pointer;background:var(--accent);color:oklch(from var(--accent) calc((.66 - l)*999) 0 0);font-weight:600;border-radius:28px;padding:12px 20px}
    :focus-visible{outline:3px solid var(--ink);outline-offset:2px;box-shadow:0 0 0 2px var(--paper)}
    .launch{position:fixed;inset:auto 20px 20px auto;z-index:2147483646;display:flex;gap:10px;align-items:center;min-height:56px;
      border:1px solid #fff6;box-shadow:0 6px 24px #0004}
    .left .launch{inset:auto auto 20px 20px}
    .inline .launch{position:absolute;inset:0;margin:auto;width:fit-content;height:56px}
    .launch *{color:inherit;font:inherit}
    i{display:block;width:24px;height:24px;background:currentColor;clip-path:polygon(0 8%,100% 8%,100% 76%,52% 76%,28% 100%,28% 76%,0 76%)}
    .busy i{opacity:.4}
    @media(max-width:640px){:not(.inline)>:not(.down)>span{position:absolute;clip-path:inset(50%)}}
    @media print{*{display:none!important}}`;

  const tell = (text) => console.warn(`Fulcrum: ${text}`);
  const safely = (work) => { try { return work(); } catch (error) { console.error("Fulcrum:", error); } };
  const make = (tag, values, ...children) => {
    const element = Object.assign(document.createElement(tag), values);
    element.append(...children);
    return element;
  };
  const script = document.currentScript || document.querySelector('script[src*="/widget/v1/fulcrum.js"]');
  const early = window.Fulcrum;
  if (!script || (early && early.version === 1)) return tell("the script is here twice; remove one.");
  const base = new URL("../../", script.src);
  const views = new Set(), listeners = {};
  const calls = Array.isArray(early) ? [...early] : [];
  let begun = false;

  const session = (key, value) => { // what is open stays open on the next page
    try { return value ? sessionStorage.setItem(key, value) : sessionStorage.getItem(key); } catch { return null; }
  };
  const emit = (view, name, detail = {}) => {
    for (const listener of listeners[name] || []) safely(() => listener(detail));
    view.dispatchEvent(new CustomEvent("fulcrum:" + name, { detail, bubbles: true }));
  };
  const trust = (createScriptURL) => { // hosts may demand Trusted Types
    try { return trustedTypes.createPolicy("fulcrum", { createScriptURL }).createScriptURL(""); } catch { return createScriptURL(); }
  };
  let src;
  const page = { EVENTS, base, tell, safely, make, session, emit, views };

  const read = (dataset) => {
    const found = {};
    for (const name in dataset) {
      const shown = "data-" + name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase()), rule = SETTINGS[name];
      if (!rule) tell(`${shown} is not a setting; use ${Object.keys(SETTINGS).join(", ")}.`);
      else if (!RegExp(`^(${rule})$`, "s").test(dataset[name])) tell(`${shown}="${dataset[name]}" is ignored; use ${rule}.`);
      else found[name] = dataset[name];
    }
    return found;
  };

  class Advisor extends HTMLElement {
    connectedCallback() {
      safely(() => {
        views.add(this);
        if (!this.launch) this.build();
        else if (this.panel) this.panel.moved();
      });
    }

    disconnectedCallback() { views.delete(this); }

    build() {
      const settings = this.settings = read(this.dataset), sheet = new CSSStyleSheet();
      this.mode = this.dataset.mode = settings.mode || this.usual || "inline";
      this.words = WORDS[settings.lang] || WORDS.en;
      this.waiting = [];
      sheet.replaceSync(STYLE); // a strict Content-Security-Policy blocks <style>
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      this.text = make("span", { textContent: this.label = settings.label || this.words[0] });
      this.launch = make("button", { type: "button", className: "launch", ariaExpanded: "false", onclick: () => this.call("toggle") },
        make("i"), this.text);
      this.wrap = make("div", { className: `${this.mode} ${settings.position || ""}`, role: "region", ariaLabel: this.label, lang: settings.lang || (settings.label ? "" : "en") }, this.launch);
      if (settings.accent) this.wrap.style.setProperty("--accent", settings.accent);
      this.shadowRoot.append(this.wrap);
      const left = session("fulcrum." + this.mode), open = () => this.call("open", { quiet: true });
      const isPhone = this.mode === "bubble" && innerWidth <= 640;
      if (left === "open") open();
      else if (settings.openAfter && !left && !isPhone) setTimeout(open, settings.openAfter * 1000);
    }

    call(name, value) {
      if (this.panel) return safely(() => this.panel[name](value));
      if (name === "close") return (this.waiting = []);
      this.waiting.push([name, value]);
      if (name !== "reset" && !this.busy) safely(() => this.fetch());
    }

    fetch() {
      const done = (isDown) => {
        this.busy = false;
        this.launch.className = isDown ? "launch down" : "launch";
        this.text.textContent = isDown ? this.words[1] : this.label;
      };
      const onload = () => safely(() => {
        done();
        this.panel = this.panel || new window.Fulcrum.Panel(this, page);
        for (const entry of this.waiting.splice(0)) this.call(...entry);
      });
      const onerror = () => safely(() => {
        const reason = `${base.origin} is down or this page's Content-Security-Policy blocks its script; check both.`;
        done(true);
        this.waiting = [];
        tell(reason);
        emit(this, "error", { reason });
      });
      this.busy = true;
      this.launch.className = "launch busy";
      src = src || trust(() => new URL("widget/v1/panel.js", base).href);
      try { document.head.append(make("script", { src, nonce: script.nonce, onload, onerror })); } catch { onerror(); }
    }
  }

  const first = (name, value) => {
    const [view] = views;
    if (view) view.call(name, value);
    else tell("there is no advisor on this page; add <fulcrum-advisor> or leave out data-mode.");
  };
  const known = (name, listener) => {
    if (EVENTS.includes(name) && typeof listener === "function") return listeners[name] = listeners[name] || new Set();
    tell(`on and off take an event and a function; events are ${EVENTS.join(", ")}.`);
    return new Set();
  };
  const api = {
    on: (name, listener) => known(name, listener).add(listener),
    off: (name, listener) => known(name, listener).delete(listener),
    send: (text) => typeof text === "string" && text.trim() ? first("send", text) : tell("send takes a text."),
  };
  for (const name of ["open", "close", "toggle", "reset"]) api[name] = (value) => first(name, value);
  const call = (name, ...values) => {
    if (!begun) calls.push([name, ...values]);
    else if (api[name]) safely(() => api[name](...values));
    else tell(`there is no Fulcrum.${name}; there are ${Object.keys(api).join(", ")}.`);
  };
  window.Fulcrum = { version: 1, push: (entry) => call(...entry) };
  for (const name in api) window.Fulcrum[name] = (...values) => call(name, ...values);

  const place = () => {
    const own = make("fulcrum-advisor"), root = document.documentElement;
    const { mode, target } = Object.assign(own.dataset, script.dataset);
    own.usual = "bubble";
    if (mode === "none") return;
    if (mode === "inline") {
      const spot = target ? safely(() => document.querySelector(target)) : document.body.contains(script) && script;
      if (!spot) return tell("data-mode=\"inline\" needs a place; let data-target be the selector of an element.");
      return target ? spot.append(own) : spot.after(own);
    }
    const keep = () => safely(() => own.isConnected || document.documentElement.append(own));
    keep(); // beside the body, so that a page that replaces its body keeps the chat
    for (const parent of [document, root]) new MutationObserver(keep).observe(parent, { childList: true });
  };
  const begin = () => safely(() => {
    if (!customElements.get("fulcrum-advisor")) customElements.define("fulcrum-advisor", Advisor);
    safely(place);
    begun = true;
    for (const entry of calls.splice(0)) safely(() => call(...entry));
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
