// The fold "Running cost": an edited number goes to the API, and the sums that come back take the old ones' place.
// Edits outlive a turn of the chat, which draws the decision anew; they end with the page and are stored nowhere.

import { find, watch } from "./page.js";

const PAUSE = 250; // milliseconds without typing before sums are asked for
let pause, asked = 0;
let kept = { comparison: "", open: [], edits: new Map() };

const form = () => find("#decision form.costs");
const fields = () => [...form().querySelectorAll("input[name]")];
const isEdited = (field) => field.value !== field.defaultValue;

function text(parent, tag, words, attributes = {}) {
  const made = parent.appendChild(document.createElement(tag));
  made.textContent = words;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// The same rounding as in the chat: cents below 10, whole units below 1,000, three significant digits above.
function money(value, sign) {
  if (value > 0 && value < 0.005) return `under ${sign}0.01`;
  if (value < 10) return sign + value.toFixed(2).replace(/\.00$/, "");
  const rounded = Number(value.toPrecision(3));
  if (rounded >= 1e6) return `${sign}${rounded / 1e6} million`;
  return sign + rounded.toLocaleString("en-US");
}

function showSums(body) {
  const rows = [...body.options].sort((a, b) => a.is_at_least - b.is_at_least || a.monthly - b.monthly);
  const table = find("#decision .bill tbody");
  table.replaceChildren();
  for (const cost of rows) {
    const row = table.appendChild(document.createElement("tr"));
    text(row, "th", cost.name, { scope: "row" });
    for (const amount of [cost.monthly, cost.once, cost.first_year]) {
      const cell = text(row, "td", "", { class: "number" });
      if (cost.is_at_least) text(cell, "small", "at least");
      cell.append(` ${money(amount, body.sign)}`);
    }
  }
  showParts(rows, body.sign);
  find("#decision .least").textContent = lowerLimits(body);
  const evens = find("#decision .evens");
  evens.replaceChildren();
  for (const each of body.break_even) if (each.at !== null || each.parity !== null) text(evens, "li", each.text);
}

function showParts(rows, sign) {
  const parts = find("#decision .parts");
  parts.replaceChildren();
  for (const cost of rows) {
    text(parts, "h4", cost.name);
    text(parts, "p", cost.note);
    const list = parts.appendChild(document.createElement("ul"));
    for (const line of cost.lines) {
      const item = list.appendChild(document.createElement("li"));
      text(item, "span", line.text.charAt(0).toUpperCase() + line.text.slice(1));
      const amount = line.amount === null ? "not known" : money(line.amount, sign);
      text(item, "span", `${amount} ${line.due === "month" ? "a month" : "once"}`, { class: "number" });
    }
  }
}

function lowerLimits(body) {
  const missing = new Set(body.options.flatMap((cost) => cost.missing));
  const reasons = body.figures
    .filter((each) => missing.has(each.id))
    .map((each) => (each.value === null ? `the ${each.label}, whose price is not known` : `the ${each.label} for a larger case`));
  return reasons.length ? `At least: without ${reasons.join(" and ")}.` : "";
}

function say(words, isWrong = false) {
  const output = form().querySelector("output");
  output.textContent = words;
  output.classList.toggle("wrong", isWrong);
}

function wrongOne() {
  const field = fields().find((each) => !each.validity.valid);
  for (const each of fields()) each.setAttribute("aria-invalid", String(!each.validity.valid));
  if (!field) return null;
  const name = field.labels[0].firstChild.textContent.trim();
  const range = `from ${Number(field.min).toLocaleString("en-US")} to ${Number(field.max).toLocaleString("en-US")}`;
  return `${name}: give a number ${range}. The sums above are still those from before.`;
}

async function calculate() {
  const wrong = wrongOne();
  if (wrong) return say(wrong, true);
  const turn = ++asked;
  const own = fields().filter((field) => field.value !== "" && (isEdited(field) || field.dataset.origin === "said"));
  const inputs = Object.fromEntries(own.map((field) => [field.name, Number(field.value)]));
  const answers = Object.fromEntries(
    [...form().querySelectorAll("[data-answer]")].map((field) => [field.dataset.answer, field.value]),
  );
  const body = JSON.stringify({ comparison: form().dataset.comparison, inputs, answers });
  const response = await fetch("api/v1/estimate", { method: "POST", headers: { "Content-Type": "application/json" }, body })
    .catch(() => null);
  if (turn !== asked || !form()) return; // a newer number is on its way
  const found = await response?.json().catch(() => null);
  if (turn !== asked || !form()) return;
  if (!response?.ok || !found) {
    say(found?.detail ?? "This could not be calculated just now. Your numbers are still here; please try again.", true);
    return;
  }
  showSums(found);
  const cheapest = found.options.filter((cost) => !cost.is_at_least).sort((a, b) => a.monthly - b.monthly)[0];
  const lead = cheapest ? ` Lowest with all prices known: ${cheapest.name}, ${money(cheapest.monthly, found.sign)} a month.` : "";
  say(`Calculated with the numbers below.${lead}`);
}

function mark(field) {
  const origin = find(`#${CSS.escape(`${field.id}-origin`)}`);
  origin.dataset.was ??= origin.textContent;
  origin.textContent = isEdited(field) ? "yours, to try" : origin.dataset.was;
}

function remember() {
  kept.comparison = form().dataset.comparison;
  kept.open = [...find("#decision .cost").parentElement.querySelectorAll(".cost, .cost .more")].map((each) => each.open);
  kept.edits = new Map(fields().filter(isEdited).map((field) => [field.name, [field.value, field.defaultValue]]));
}

// After a turn: what was open is open again, and edits of numbers that the chat has not changed since come back.
function restore() {
  if (!form() || form().dataset.restored) return;
  form().dataset.restored = "yes";
  if (kept.comparison !== form().dataset.comparison) return;
  find("#decision").querySelectorAll(".cost, .cost .more").forEach((each, place) => (each.open = kept.open[place] ?? false));
  for (const field of fields()) {
    const [value, before] = kept.edits.get(field.name) ?? [];
    if (value === undefined || before !== field.defaultValue) continue;
    field.value = value;
    mark(field);
  }
  if (fields().some(isEdited)) calculate();
}

document.addEventListener("input", (event) => {
  if (!event.target.closest("form.costs")) return;
  mark(event.target);
  remember();
  clearTimeout(pause);
  pause = setTimeout(calculate, PAUSE);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.costs")) return;
  event.preventDefault();
  calculate();
});

document.addEventListener("reset", (event) => {
  if (!event.target.matches("form.costs")) return;
  setTimeout(() => { // after the browser has put the values back
    fields().forEach(mark);
    remember();
    calculate();
  });
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("#decision .cost, #decision .cost .more")) remember();
}, true);

watch("#decision", restore);
