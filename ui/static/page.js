// What the page's components cannot do: say what was tapped, keep the newest turn in view, announce a reply
// once, open the decision on a phone, try weights, send feedback. No state is kept here.

export const find = (selector) => document.querySelector(selector);
export const box = () => find("#box textarea");
export const isTurning = () => Boolean(find("#live .turn"));

function put(field, text) {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function say(text) {
  const field = find("#tapped textarea, #tapped input");
  peek(false);
  if (!field || isTurning()) return;
  put(field, text);
  const enter = new KeyboardEvent("keypress", { key: "Enter", bubbles: true });
  setTimeout(() => field.dispatchEvent(enter), 60); // Gradio takes the new value over in its next tick
}

export function edit(text) {
  put(box(), text);
  box().focus();
}

function peek(open) {
  document.body.classList.toggle("peeking", open);
  find("#peek")?.setAttribute("aria-expanded", String(open));
  summarise();
}

async function rate(button) {
  const { conversation, turn, rate: rating } = button.dataset;
  const body = { conversation_id: conversation, turn: Number(turn), rating };
  const response = await post("api/v1/feedback", body);
  if (!response?.ok) return;
  for (const each of button.parentElement.children) each.setAttribute("aria-pressed", String(each === button));
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-say], [data-edit], [data-rate], #peek, .skip");
  if (!target) return;
  if (target.dataset.say) say(target.dataset.say);
  else if (target.dataset.edit) edit(target.dataset.edit);
  else if (target.dataset.rate) rate(target);
  else if (target.id === "peek") peek(!document.body.classList.contains("peeking"));
  else {
    event.preventDefault();
    box()?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  const isOpen = document.body.classList.contains("peeking") && !find(":popover-open");
  if (event.key !== "Escape" || !isOpen) return;
  peek(false);
  find("#peek").focus();
});

// An open passage or table takes the focus (autofocus would be refused in the frame of another site).

document.addEventListener("toggle", (event) => {
  if (event.newState !== "open") return;
  event.target.querySelector(".close")?.focus();
  if (event.target.id === "about-comparison") tellAbout(event.target.querySelector(".body"));
}, true);

// What speaks for and against the options is fetched when it is first opened, and anew for another comparison.

async function tellAbout(body) {
  const { comparison } = find("#decision .headline").dataset;
  if (body.dataset.comparison === comparison) return;
  delete body.dataset.comparison;
  body.textContent = "One moment.";
  const response = await fetch(`about/${comparison}`).catch(() => null);
  body.textContent = "This could not be loaded just now. Please close it and open it again.";
  if (!response?.ok) return;
  body.innerHTML = await response.text(); // ours, escaped by the server
  body.dataset.comparison = comparison;
}

// A message that cannot be sent because the server is away stays in the box, and a line says so.

const plainFetch = window.fetch;

window.fetch = async (...call) => {
  const isMessage = String(call[0]?.url ?? call[0]).includes("/queue/join");
  try {
    const response = await plainFetch(...call);
    if (isMessage) find("#lost")?.remove();
    return response;
  } catch (error) {
    if (isMessage) showLost();
    throw error;
  }
};

function showLost() {
  find("#lost")?.remove();
  const line = document.createElement("div");
  line.id = "lost";
  line.className = "prose";
  line.innerHTML = '<p class="notice" role="alert"></p>';
  find("#composer").before(line);
  line.firstChild.textContent = "There is no connection just now. Your message is still here: please send it again in a moment.";
}

// Weights

let pause;

document.addEventListener("input", (event) => {
  const form = event.target.closest(".weights");
  if (!form) return;
  event.target.parentElement.querySelector("b").textContent = event.target.value;
  event.target.dataset.moved = "yes";
  clearTimeout(pause);
  pause = setTimeout(() => tryWeights(form), 200);
});

document.addEventListener("reset", (event) => {
  if (!event.target.matches(".weights")) return;
  for (const slider of event.target.querySelectorAll("[data-criterion]")) {
    delete slider.dataset.moved;
    slider.parentElement.querySelector("b").textContent = slider.defaultValue;
  }
  event.target.querySelector("output").textContent = "";
});

async function tryWeights(form) {
  const answers = Object.fromEntries(new FormData(form));
  const moved = [...form.querySelectorAll("[data-moved]")];
  const weights = Object.fromEntries(moved.map((slider) => [slider.dataset.criterion, Number(slider.value)]));
  const response = await post("api/v1/decide", { comparison: form.dataset.comparison, answers, weights });
  const output = form.querySelector("output");
  if (!response?.ok) {
    output.textContent = "This could not be calculated just now. Please try again.";
    return;
  }
  const { ranking } = await response.json();
  const shares = ranking.map((option) => `${option.name} ${Math.round(option.share * 100)}%`);
  output.textContent = `With these weights: ${shares.join(", ")}.`;
}

// The newest turn stays in view: its end while it is written, but never past its beginning.

let followed = 0;

function follow() {
  const scroll = find("#scroll");
  const turns = scroll.querySelectorAll(".turn");
  const last = turns[turns.length - 1];
  if (!last) {
    scroll.scrollTop = 0;
    return;
  }
  const top = last.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop - 16;
  scroll.scrollTop = Math.min(top, scroll.scrollHeight);
  const isDone = !isTurning() && turns.length !== followed;
  if (isDone && document.activeElement === document.body && followed) last.querySelector(".reply")?.focus({ preventScroll: true });
  if (isDone) followed = turns.length;
}

function summarise() {
  const headline = find("#decision .headline");
  const button = find("#peek");
  const isOpen = document.body.classList.contains("peeking");
  if (headline && button) button.textContent = isOpen ? "Close" : headline.dataset.brief;
}

export function watch(selector, react) {
  const element = find(selector);
  if (!element) return setTimeout(() => watch(selector, react), 50);
  new MutationObserver(react).observe(element, { childList: true, subtree: true, characterData: true });
  react();
}

watch("#scroll", () => follow());
watch("#decision", summarise);
watch("#announcer [data-testid=markdown-wrapper]", () => {
  find("#announcer [data-testid=markdown-wrapper]").setAttribute("role", "status");
});
watch("#box", () => box()?.setAttribute("maxlength", "20000"));
