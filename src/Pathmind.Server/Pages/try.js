"use strict";
// The page of one policy: asks /schema for the fields, /distribution at every change. All addresses are relative to <base>.

const $ = id => document.getElementById(id);
const store = "pathmind-access-token";
let schema, pending, waiting;

function takeKey() {                                     // a key after # never reaches the server's log; it leaves the address bar, too
  const given = new URLSearchParams(location.hash.slice(1)).get("access-token");
  if (!given) return;
  sessionStorage.setItem(store, given);
  history.replaceState(null, "", location.pathname + location.search);
}

async function ask(path, body) {
  pending?.abort();
  pending = new AbortController();
  const response = await fetch(path, {
    method: body ? "POST" : "GET",
    headers: { "access-token": sessionStorage.getItem(store) ?? "", ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
    signal: pending.signal,
  });
  return { status: response.status, body: await response.json() };
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function tell(problem) {
  $("problem").textContent = problem ?? "";
  $("problem").hidden = !problem;
}

async function open() {
  const { status, body } = await ask("schema");
  $("access").hidden = status !== 401;
  if (status === 401) {
    tell(sessionStorage.getItem(store) ? body.detail : null);
    $("key").focus();
    return;
  }
  if (status !== 200) return tell(body.detail);
  schema = body;
  $("title").textContent = schema.simulation;
  document.title = `Try ${schema.simulation}`;
  $("subtitle").textContent = `Decides ${schema.actions.map(describe).join(", then ")}. Change the observation and see.`;
  $("fields").replaceChildren(...Object.entries(schema.observations).map(([name, kind]) => field(name, kind.max_items)),
    ...(schema.parameters.action_mask ? [maskField()] : []));
  $("main").hidden = false;
  decide();
}

function describe(part) {
  if (part.type === "discrete") return `${part.size > 1 ? `${part.size} × ` : ""}one of ${part.choices} choices`;
  const numbers = part.low.length;
  return `${numbers} real number${numbers > 1 ? "s" : ""}`;
}

function field(name, length) {
  const inputs = Array.from({ length: length ?? 1 }, (_, i) => element("input", {
    type: "text", inputMode: "decimal", value: "0", name, id: length ? `${name}[${i}]` : name,
  }));
  inputs.forEach(input => input.setAttribute("aria-label", input.id));
  const label = element("label", { htmlFor: inputs[0].id, textContent: length ? `${name} (${length} numbers)` : name });
  const error = element("div", { className: "error" });
  if (length) return element("div", { className: "field" }, label, element("div", { className: "many" }, ...inputs), error);
  const slider = element("input", { type: "range", min: -1, max: 1, step: 0.01, value: 0, ariaLabel: `${name}, slider` });
  slider.oninput = () => { inputs[0].value = slider.value; };
  inputs[0].addEventListener("input", () => follow(slider, Number(inputs[0].value)));
  return element("div", { className: "field" }, label, element("div", { className: "pair" }, slider, inputs[0]), error);
}

function maskField() {                                   // a box for each alternative of each choice, ticked if it is allowed
  const heads = schema.actions.filter(part => part.type === "discrete").flatMap(part => Array(part.size).fill(part.choices));
  const boxes = heads.flatMap((count, head) => Array.from({ length: count }, (_, choice) => element("label", { className: "box" },
    element("input", { type: "checkbox", checked: true, name: "action_mask", ariaLabel: `choice ${choice}${heads.length > 1 ? ` of ${head + 1}` : ""} allowed` }),
    heads.length > 1 ? `${head + 1}: ${choice}` : `${choice}`)));
  return element("div", { className: "field" }, element("label", { textContent: "Allowed choices" }), element("div", { className: "many" }, ...boxes), element("div", { className: "error", id: "mask-error" }));
}

function follow(slider, value) {                         // what is typed may lie beyond the slider, which then grows
  if (!Number.isFinite(value)) return;
  const reach = Math.max(Number(slider.max), Math.abs(value));
  Object.assign(slider, { min: -reach, max: reach, step: reach / 100, value });
}

const inputsOf = name => [...$("observation").querySelectorAll("input[type=text]")].filter(input => input.name === name);
const number = input => input.value.trim() === "" || !Number.isFinite(Number(input.value)) ? input.value : Number(input.value);

function observation() {
  const named = Object.fromEntries(Object.entries(schema.observations).map(([name, kind]) => {
    const values = inputsOf(name).map(number);
    return [name, kind.max_items ? values : values[0]];
  }));
  if (schema.parameters.action_mask) named.action_mask = [...$("observation").querySelectorAll("input[type=checkbox]")].map(box => box.checked);
  return named;
}

async function decide() {
  const sent = observation();
  $("request").textContent = `POST ${new URL("predict/", document.baseURI)}\naccess-token: …\ncontent-type: application/json\n\n${JSON.stringify(sent, null, 2)}`;
  try {
    const { status, body } = await ask("distribution", sent);
    markErrors(status === 422 ? body.detail : []);
    tell(status === 200 || status === 422 ? null : body.detail);
    if (status === 200) show(body);
  } catch (error) {
    if (error.name !== "AbortError") tell("The server does not answer. Is it still running?");
  }
}

function markErrors(details) {
  if ($("mask-error")) $("mask-error").textContent = details.find(({ loc }) => loc[1] === "action_mask")?.msg ?? "";
  for (const input of $("observation").querySelectorAll("input[type=text]")) {
    const wrong = details.filter(({ loc: [, name, index] }) => name === input.name && (index === undefined || input.id === `${name}[${index}]`));
    input.setAttribute("aria-invalid", wrong.length > 0);
    if (wrong.length || input === inputsOf(input.name)[0]) input.closest(".field").querySelector(".error").textContent = wrong[0]?.msg ?? "";
  }
}

const share = p => p > 0 && p < 0.001 ? "< 0.1 %" : `${(100 * p).toFixed(1)} %`;
const short = x => Math.abs(x) >= 1e5 || (x !== 0 && Math.abs(x) < 1e-3) ? x.toExponential(2) : String(Math.round(x * 1000) / 1000);

function show({ actions, choices, mean, std, value }) {
  $("action").textContent = actions.map(short).join(", ");
  $("bars").replaceChildren(...choices.flatMap((head, i) => [
    ...(choices.length > 1 ? [element("div", { className: "head", textContent: `Choice ${i + 1}` })] : []),
    ...head.map((p, choice) => bar(`choice ${choice}`, p, p === Math.max(...head))),
  ]));
  const facts = [...mean.map((m, i) => [mean.length > 1 ? `Number ${i + 1}` : "Number", `${short(m)} ± ${short(std[i])}`]), ["Expected reward from here", short(value)]];
  $("facts").replaceChildren(...facts.flatMap(([term, text]) => [element("dt", { textContent: term }), element("dd", { textContent: text })]));
}

function bar(name, p, best) {                            // a drawing, since the page's rules allow no style attribute
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  svg.setAttribute("aria-hidden", "true");
  for (const [attribute, value] of Object.entries({ x: 0, y: 0, height: "100%", rx: 5, width: `${100 * p}%` })) rect.setAttribute(attribute, value);
  svg.append(rect);
  return element("div", { className: best ? "bar best" : "bar" },
    element("span", { textContent: name }), element("div", { className: "track" }, svg), element("span", { className: "share", textContent: share(p) }));
}

function fill(value) {
  for (const input of $("observation").querySelectorAll("input[type=text]")) {
    input.value = value();
    input.dispatchEvent(new Event("input"));
  }
  decide();
}

$("access").onsubmit = event => { event.preventDefault(); sessionStorage.setItem(store, $("key").value); open(); };
$("observation").onsubmit = event => event.preventDefault();
$("observation").oninput = () => { clearTimeout(waiting); waiting = setTimeout(decide, 60); };
$("zero").onclick = () => fill(() => "0");
$("draw").onclick = () => fill(() => (Math.round(200 * Math.random()) / 100 - 1).toString());
addEventListener("hashchange", () => { takeKey(); open(); });
takeKey();
open().catch(() => tell("The server does not answer. Is it still running?"));
