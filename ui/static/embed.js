// The page in the frame of another site: the counterpart of ui/widget/panel.js, which lists the messages of protocol 1.
// It listens only to the window around it, and only if that window's origin may frame us (FULCRUM_FRAME_ANCESTORS).
// What the host says is text to show or, with `send`, a message in the visitor's name; it is never taken as HTML.

import { tint } from "./accent.js";
import { mayFrame } from "./origins.js";
import { box, edit, find, isTurning, say, watch } from "./page.js";

const PROTOCOL = 1;
const asked = new URLSearchParams(location.search);
const mode = asked.get("embed");
const LONGEST = 300; // characters of a greeting, a first question or a context

let host = null; // the origin of the page around, once it has said hello
let hello = {};
let isUp = false;
let shown = { turn: 0, verdict: "" };
let sending = null; // the turn that was there when the message under way was sent
const waiting = [];

// Storage may be refused in a foreign frame. Then the conversation lasts as long as the page.

try {
  localStorage.getItem("fulcrum.conversation");
} catch {
  const kept = new Map();
  const memory = {
    getItem: (key) => kept.get(String(key)) ?? null,
    setItem: (key, value) => void kept.set(String(key), String(value)),
    removeItem: (key) => void kept.delete(String(key)),
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() { return kept.size; },
  };
  Object.defineProperty(window, "localStorage", { configurable: true, value: memory });
}

if (mode) {
  document.documentElement.classList.add("embed", `embed-${mode}`);
  tint(asked.get("accent") ?? "");
  addEventListener("message", hear);
  addEventListener("keydown", leave, true);
  watch("#talk", look);
  watch("#decision", look);
}

// Messages

function hear({ data, origin, source }) {
  if (data?.fulcrum === undefined) return;
  if (source !== parent || source === window || !mayFrame(origin)) {
    console.warn(`Fulcrum: a message from ${origin} is ignored; to allow that site, add it to FULCRUM_FRAME_ANCESTORS.`);
  } else if (data.fulcrum !== PROTOCOL || !Object.hasOwn(ACTIONS, data.type)) {
    console.warn(`Fulcrum: message ${data.type} of protocol ${data.fulcrum} is not known here; update the server.`);
  } else {
    host = origin;
    ACTIONS[data.type](data);
  }
}

const ACTIONS = {
  hello(data) {
    hello = { greeting: text(data.greeting), context: text(data.context), handoff: text(data.handoff) };
    hello.questions = Array.isArray(data.questions) ? data.questions.map(text).filter(Boolean).slice(0, 5) : [];
    isUp = false;
    post("welcome");
    look();
  },
  send({ text }) {
    if (typeof text === "string" && text.trim()) waiting.push(text.trim());
    look();
  },
  fill({ text }) {
    if (typeof text === "string" && box()) edit(text);
  },
  context({ text: words }) {
    hello.context = text(words);
    look();
  },
  focus() {
    const isTouch = matchMedia("(pointer: coarse)").matches; // the keyboard would hide what there is to read
    (isTouch ? find("#transcript .turn:last-of-type .reply, .start h2") : box())?.focus();
  },
  reset() {
    waiting.length = 0;
    find("#again")?.click();
  },
};

function text(value) {
  return typeof value === "string" ? value.trim().slice(0, LONGEST) : "";
}

function post(type, values) {
  if (host) parent.postMessage({ ...values, fulcrum: PROTOCOL, type }, host);
}

function tell(name, detail) {
  if (isUp) post("event", { name, detail });
}

// Escape closes what is open in the page first, then the widget.

function leave(event) {
  if (event.key !== "Escape" || document.body.classList.contains("peeking") || find(":popover-open")) return;
  post("close");
}

// What there is to see now: told to the host as far as it is its business. What the visitor writes is not.

function look() {
  const headline = find("#decision .headline");
  for (const controls of document.querySelectorAll("#composer, #again")) controls.lang = asked.get("lang") ?? "en";
  if (!headline || !find("#transcript :is(.start, .turn)") || !box()) return;
  dress();
  const turn = lastTurn();
  const seen = { turn, verdict: turn ? `${headline.dataset.option} ${headline.dataset.status}` : "" };
  if (host && !isUp) comeUp(headline);
  else report(seen, headline);
  shown = seen;
  sendNext();
}

function lastTurn() {
  return [...document.querySelectorAll("#transcript article[data-turn]")].reduce((last, turn) => Math.max(last, Number(turn.dataset.turn)), 0);
}

function comeUp({ dataset }) {
  isUp = true;
  post("ready");
  const wanted = asked.get("comparison");
  if (wanted && wanted !== dataset.comparison) {
    tell("error", { reason: `there is no comparison "${wanted}", so ${dataset.comparison} is shown; set data-comparison to an id from /api/v1/comparisons.` });
  }
}

function report({ turn, verdict }, headline) {
  if (turn > shown.turn) tell("message", { turn });
  if (turn && verdict !== shown.verdict && headline.dataset.status !== "open") tell("recommendation", standing(headline));
  const problem = find("#notice .notice, #lost .notice")?.textContent ?? "";
  if (problem && problem !== report.problem) tell("error", { reason: problem });
  report.problem = problem;
}

function standing({ dataset: { comparison, option, name, share, status } }) {
  return { comparison, option, name, share: Number(share), status };
}

function sendNext() {
  const isDone = sending === null || lastTurn() > sending || find("#notice .notice, #lost");
  if (!isUp || !waiting.length || isTurning() || !isDone) return;
  sending = lastTurn();
  say(waiting.shift());
}

// What the host may set: greeting, first questions, context, a way to a person.

function dress() {
  const start = find(".start:not([data-dressed])");
  if (start && host) {
    start.dataset.dressed = "";
    const title = start.querySelector("h2");
    title.tabIndex = -1;
    if (hello.greeting) title.textContent = hello.greeting;
    if (hello.questions.length) start.querySelector(".openers").replaceChildren(...hello.questions.map(opener));
  }
  showContext();
  if (hello.handoff) offerHandoff();
}

function opener(question) {
  const [item, button] = [document.createElement("li"), document.createElement("button")];
  Object.assign(button, { type: "button", className: "opener", textContent: question });
  button.dataset.say = question;
  item.append(button);
  return item;
}

function showContext() {
  const title = find(".start h2");
  if (!title || !hello.context) return;
  const line = find(".start .context") ?? document.createElement("p");
  if (line.textContent === hello.context) return;
  line.className = "context faint";
  line.textContent = hello.context;
  title.after(line);
}

function offerHandoff() {
  if (find("#handoff")) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", id: "handoff", textContent: hello.handoff });
  button.addEventListener("click", confirmHandoff);
  find("#composer").after(button);
}

function confirmHandoff() {
  find("#consent")?.remove();
  const sheet = document.createElement("div");
  Object.assign(sheet, { id: "consent", popover: "auto", className: "passage prose", role: "dialog", ariaLabel: hello.handoff });
  const words = [find("#decision .offer")?.textContent, `If you go on, ${new URL(host).host} can read this conversation.`];
  for (const each of words.filter(Boolean)) sheet.append(Object.assign(document.createElement("p"), { textContent: each }));
  for (const [label, act] of [[hello.handoff, handOff], ["Cancel", () => {}]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: label });
    button.addEventListener("click", () => {
      sheet.hidePopover();
      act();
    });
    sheet.append(button);
  }
  find("#handoff").parentElement.append(sheet);
  sheet.showPopover();
  sheet.querySelector("button").focus();
}

function handOff() {
  const conversation = find("#transcript [data-conversation]")?.dataset.conversation ?? null;
  tell("handoff", { ...standing(find("#decision .headline")), conversation, context: hello.context });
}
