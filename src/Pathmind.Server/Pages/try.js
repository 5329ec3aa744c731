"use strict";
// The page of one policy: asks /schema for the fields, /distribution at every change. All addresses are relative to <base>.

const $ = id => document.getElementById(id);
const store = "pathmind-access-token";
let schema, view, pending, waiting;                      // view: what one kind of agents sees and may do
let state, answered;                                     // of a policy with a memory: before this decision, and after it

function takeKey() {                                     // a key after # never reaches the server's log; it leaves the address bar, too
  const query = new URLSearchParams(location.search);
  const given = new URLSearchParams(location.hash.slice(1)).get("access-token") ?? query.get("access-token");
  if (!given) return;
  sessionStorage.setItem(store, given);
  query.delete("access-token");
  history.replaceState(null, "", location.pathname + (query.size > 0 ? `?${query}` : ""));
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
    tell(sessionStorage.getItem(store)
      ? "This is not the access key of this server. Look at what it printed when it started, or ask the person who started it."
      : null);
    $("key").focus();
    return;
  }
  if (status !== 200) return tell(body.detail);
  schema = body;
  $("title").textContent = schema.simulation;
  document.title = `Try ${schema.simulation}`;
  $("kind").hidden = !schema.agent_kinds;
  $("kinds").replaceChildren(...(schema.agent_kinds ?? []).map(({ agents }, number) =>
    element("option", { value: number, textContent: `${agents.length > 1 ? "agents" : "agent"} ${agents.join(", ")}` })));
  look(0);
}

function look(number) {                                  // at one kind of agents; most policies have only one
  const kind = schema.agent_kinds?.[number];
  view = kind
    ? { kind: number, observations: Object.fromEntries(kind.observations.map(name => [name, schema.observations[name]])),
        actions: kind.actions, mask: kind.action_mask }
    : { observations: schema.observations, actions: schema.actions, mask: schema.parameters.action_mask };
  $("subtitle").textContent = `Decides ${view.actions.map(describe).join(", then ")}. Change the observation and see.`;
  $("fields").replaceChildren(...Object.entries(view.observations).map(([name, kind]) => field(name, kind, schema.statistics?.[name])),
    ...(view.mask ? [maskField()] : []));
  $("main").hidden = $("clients").hidden = false;
  $("memory").hidden = !schema.state_size;
  remember(undefined, 1);
}

function describe(part) {
  if (part.type === "discrete") return `${part.size > 1 ? `${part.size} × ` : ""}one of ${part.names?.length ? part.names.join(", ") : `${part.choices} choices`}`;
  const numbers = part.low.length;
  return `${numbers} real number${numbers > 1 ? "s" : ` ${range(part.low[0], part.high[0])}`}`;
}

// What a number was like in the training: where a slider begins, where it ends, in steps that a person would choose.
function habits(statistics, i, kind) {
  const pick = x => Array.isArray(x) ? x[i] : x;
  const known = Number.isFinite(pick(statistics?.mean)) && pick(statistics.deviation) > 2e-4;    // else it never changed
  const [mean, deviation] = known ? [pick(statistics.mean), pick(statistics.deviation)] : [pick(statistics?.mean) ?? 0, 1 / 3];
  const guess = 10 ** Math.floor(Math.log10(deviation / 10));
  const step = !kind.values || kind.values === "real" ? guess : Math.max(1, guess);   // what the simulation wrote as a whole number is one
  return { mean, deviation, step, low: tidy(mean - 3 * deviation, step), high: tidy(mean + 3 * deviation, step),
    binary: kind.values ? kind.values === "bool" : statistics?.binary === true, names: kind.names };
}

const tidy = (x, step) => Number((Math.round(x / step) * step).toPrecision(12));

function field(name, kind, statistics) {
  const length = kind.max_items;
  const inputs = Array.from({ length: length ?? 1 }, (_, i) => {
    const habit = habits(statistics, i, kind);
    const input = element("input", { type: "text", inputMode: "decimal", name, id: length ? `${name}[${i}]` : name, value: tidy(habit.mean, habit.step) });
    return Object.assign(input, { habit });
  });
  inputs.forEach(input => input.setAttribute("aria-label", input.id));
  const label = element("label", { htmlFor: inputs[0].id, textContent: length ? `${name} (${length} numbers)` : name });
  const error = element("div", { className: "error" });
  if (length) {
    const items = inputs.map((input, i) => element("div", { className: "item" }, `[${i}]`, input));
    return element("div", { className: "field" }, label, element("div", { className: "many" }, ...items), error);
  }
  const [input] = inputs;
  if (input.habit.binary) return yesOrNo(input, label, error);
  if (input.habit.names) return oneOf(input, label, error);
  const { low, high, step } = input.habit;
  const slider = element("input", { type: "range", min: low, max: high, step, value: input.value, ariaLabel: `${name}, slider` });
  const ends = [low, high].map(end => element("span", { textContent: minus(end) }));
  slider.oninput = () => { input.value = tidy(Number(slider.value), step); };
  input.addEventListener("input", () => follow(slider, Number(input.value), ends));
  return element("div", { className: "field" }, label,
    element("div", { className: "pair" }, element("div", {}, slider, element("div", { className: "ends" }, ...ends)), input), error);
}

function oneOf(input, label, error) {                    // the value of an enum
  const { names, mean } = input.habit;
  input.value = Math.min(Math.max(Math.round(mean), 0), names.length - 1);
  input.hidden = true;
  const list = element("select", { ariaLabel: `${input.name}, by name` }, ...names.map((text, value) => element("option", { value, textContent: text })));
  list.value = input.value;
  list.oninput = () => { input.value = list.value; };
  input.addEventListener("input", () => { list.value = input.value; });
  return element("div", { className: "field" }, label, list, input, error);
}

function yesOrNo(input, label, error) {                  // a bool, or a number that was only ever 0 or 1
  input.value = Math.min(Math.max(Math.round(input.habit.mean), 0), 1);
  input.hidden = true;
  const box = element("input", { type: "checkbox", checked: input.value === "1", ariaLabel: `${input.name}, yes or no` });
  box.oninput = () => { input.value = box.checked ? 1 : 0; };
  input.addEventListener("input", () => { box.checked = Number(input.value) === 1; });
  label.className = "box";
  label.prepend(box);
  return element("div", { className: "field" }, label, input, error);
}

function maskField() {                                   // a box for each alternative of each choice, ticked if it is allowed
  const heads = view.actions.filter(part => part.type === "discrete").flatMap(part => Array(part.size).fill(part.choices));
  const boxes = heads.flatMap((count, head) => Array.from({ length: count }, (_, choice) => element("label", { className: "box" },
    element("input", { type: "checkbox", checked: true, name: "action_mask", ariaLabel: `${nameOf(head, choice)}${heads.length > 1 ? ` of ${head + 1}` : ""} allowed` }),
    heads.length > 1 ? `${head + 1}: ${nameOf(head, choice)}` : nameOf(head, choice))));
  return element("div", { className: "field" }, element("label", { textContent: "Allowed choices" }), element("div", { className: "many" }, ...boxes), element("div", { className: "error", id: "mask-error" }));
}

function follow(slider, value, ends) {                   // what is typed may lie beyond the slider, which then grows
  if (!Number.isFinite(value)) return;
  const [low, high] = [Math.min(Number(slider.min), value), Math.max(Number(slider.max), value)];
  Object.assign(slider, { min: low, max: high, value });
  [ends[0].textContent, ends[1].textContent] = [minus(low), minus(high)];
}

function nameOf(head, choice) {                          // heads are counted over all parts of the action space
  const parts = view.actions.filter(part => part.type === "discrete").flatMap(part => Array(part.size).fill(part));
  return parts[head].names?.[choice] ?? `choice ${choice}`;
}

function range(low, high) {
  if (low === null) return high === null ? "" : `up to ${short(high)}`;
  return high === null ? `from ${short(low)}` : `${short(low)} to ${short(high)}`;
}

const inputsOf = name => [...$("observation").querySelectorAll("input[type=text]")].filter(input => input.name === name);
const number = input => input.value.trim() === "" || !Number.isFinite(Number(input.value)) ? input.value : Number(input.value);

function observation() {
  const named = Object.fromEntries(Object.entries(view.observations).map(([name, kind]) => {
    const values = inputsOf(name).map(number);
    return [name, kind.max_items ? values : values[0]];
  }));
  if (state) named.state = state;
  if (view.kind !== undefined) named.agent_kind = view.kind;
  if (view.mask) named.action_mask = [...$("observation").querySelectorAll("input[name=action_mask]")].map(box => box.checked);
  return named;
}

async function decide() {
  const sent = observation();
  answered = undefined;
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
const minus = number => String(number).replace(/^-/, "\u2212");                               // as wide as a digit; for reading only
const short = x => minus(Math.abs(x) >= 1e5 || (x !== 0 && Math.abs(x) < 1e-3) ? x.toExponential(2) : Math.round(x * 1000) / 1000);

function remember(before, decision) {                    // what comes is the episode's decision of this number
  state = before;
  $("next").onclick = () => { if (answered) remember(answered, decision + 1); };
  $("when").textContent = decision === 1 ? "The first decision of an episode: the policy remembers nothing yet."
    : `Decision ${decision} of the episode: the policy remembers what it saw before.`;
  decide();
}

function show({ actions, choices, mean, std, value, state: next }) {
  answered = next;
  $("action").textContent = decisions(actions).join(", ");
  $("bars").replaceChildren(...choices.flatMap((head, i) => [
    ...(choices.length > 1 ? [element("div", { className: "head", textContent: `Choice ${i + 1}` })] : []),
    ...head.map((p, choice) => bar(nameOf(i, choice), p, p === Math.max(...head))),
  ]));
  const bounds = view.actions.filter(part => part.type !== "discrete").flatMap(part => part.low.map((low, i) => range(low, part.high[i])));
  const facts = [...mean.map((m, i) => [mean.length > 1 ? `Number ${i + 1}` : "Number",
    `${short(m)} ± ${short(std[i])}${bounds[i] ? `, clipped to ${bounds[i]}` : ""}`]), ["Expected reward from here", short(value)]];
  $("facts").replaceChildren(...facts.flatMap(([term, text]) => [element("dt", { textContent: term }), element("dd", { textContent: text })]));
}

function decisions(actions) {                            // choices by name, numbers as numbers, in the order of the parts
  let [next, head] = [0, 0];
  return view.actions.flatMap(part => Array.from({ length: part.type === "discrete" ? part.size : part.low.length }, () => {
    const number = actions[next++];
    if (part.type !== "discrete") return short(number);
    const name = nameOf(head++, number);
    return part.names?.length ? name : short(number);
  }));
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
    input.value = value(input.habit);
    input.dispatchEvent(new Event("input"));
  }
  decide();
}

function draw({ mean, deviation, step, low, high, binary, names }) {   // as often as it was so in the training
  if (binary) return Math.random() < mean ? 1 : 0;
  if (names) return Math.floor(Math.random() * names.length);
  const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return tidy(Math.min(Math.max(mean + deviation * normal, low), high), step);
}

async function download() {
  const response = await fetch("clients", { headers: { "access-token": sessionStorage.getItem(store) ?? "" } });
  if (!response.ok) return tell((await response.json()).detail);
  const link = element("a", { href: URL.createObjectURL(await response.blob()), download: $("clients").dataset.file });
  link.click();
  URL.revokeObjectURL(link.href);
}

$("again").onclick = () => remember(undefined, 1);
$("access").onsubmit = event => { event.preventDefault(); sessionStorage.setItem(store, $("key").value); open(); };
$("observation").onsubmit = event => event.preventDefault();
$("kinds").onchange = () => look(Number($("kinds").value));
$("observation").oninput = () => { clearTimeout(waiting); waiting = setTimeout(decide, 60); };
$("typical").onclick = () => fill(habit => habit.binary || habit.names ? Math.round(habit.mean) : tidy(habit.mean, habit.step));
$("zero").onclick = () => fill(() => 0);
$("draw").onclick = () => fill(draw);
$("clients").onclick = download;
addEventListener("hashchange", () => { takeKey(); open(); });
takeKey();
open().catch(() => tell("The server does not answer. Is it still running?"));
