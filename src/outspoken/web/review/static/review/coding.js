// Coding by keyboard. Without this file the page is a plain form.
import { Outbox } from "./outbox.js";
import { pickers } from "./picker.js";

const room = document.querySelector("[data-coding]");
if (room) start();

function start() {
  const form = room.querySelector("[data-form]");
  const at = (name) => document.querySelector(`[data-${name}]`);
  const fill = (name) => room.querySelector(`[data-fill="${name}"]`);
  const blind = Boolean(room.dataset.blind);
  const name = `${room.dataset.user}.${room.dataset.workspace}.${room.dataset.sample}`;
  const picked = pickers(form);
  const drafts = `outspoken.draft.${name}`;
  const LOW = 20; // sentences ahead at which more are fetched
  let items = []; // answered ones that one can go back to, then those ahead
  let current = null;
  let history = []; // keys of answers, the last one undone first
  let asked = ""; // what was hinted at for the current sentence
  let ended = false;
  let fetching = false;
  let confirmed = 0; // answers stored since the page was opened

  // ---- what stands in the form

  function read() {
    const data = new FormData(form);
    const firmness = data.get("firmness");
    return {
      issues: picked.issues.values,
      target: picked.target.values,
      firmness: firmness === null || firmness === "" ? null : Number(firmness),
      linkage: data.get("linkage") || "",
      soft: data.getAll("soft"),
      cases: (data.get("cases") || "").split(";").map((one) => one.trim()).filter(Boolean),
      role: data.get("role") || "",
      unsure: data.has("unsure"),
      note: (data.get("note") || "").trim(),
    };
  }

  function write(answer) {
    const given = { issues: [], target: [], firmness: null, linkage: "", soft: [], cases: [], role: "", unsure: false, note: "", ...answer };
    picked.issues.values = given.issues;
    picked.target.values = given.target;
    firm(given.firmness);
    form.elements.linkage.value = given.linkage;
    form.elements.role.value = given.role;
    for (const box of form.querySelectorAll("[name=soft]")) box.checked = given.soft.includes(box.value);
    form.elements.cases.value = given.cases.join("; ");
    form.elements.unsure.checked = given.unsure;
    form.elements.note.value = given.note;
  }

  function firm(level) {
    const wanted = level === null || level === undefined ? "" : String(level);
    for (const radio of form.querySelectorAll("[name=firmness]")) radio.checked = radio.value === wanted;
  }

  // ---- the sentence

  const id = (item) => `${item.document}:${item.start}:${item.end}`;

  function show(item, answer) {
    current = item;
    asked = "";
    hint("");
    if (!item) return finished();
    room.hidden = false;
    fill("where").textContent = [item.date, item.title].filter(Boolean).join(" · ");
    fill("speaker").textContent = item.speaker || item.publisher;
    fill("role").textContent = item.role_words;
    if (fill("genre")) fill("genre").textContent = item.genre_words;
    room.querySelector("[data-question]").hidden = !item.question;
    fill("question").textContent = item.question;
    around(fill("before"), item.before);
    around(fill("after"), item.after);
    fill("text").textContent = item.text;
    for (const link of ["reader", "source"]) {
      fill(link).hidden = !item[link];
      if (item[link]) fill(link).href = item[link];
    }
    for (const field of ["document", "start", "end"]) form.elements[field].value = item[field];
    const assisted = !blind && item.codes;
    at("machine").hidden = !(assisted || (item.mine && item.codes));
    if (item.codes) at("machine").textContent = `The machine: ${words(item.codes)}`;
    document.querySelector('[data-do="agree"]').hidden = !assisted;
    write(answer || draft(item) || item.mine || (assisted ? item.codes : {}));
    document.activeElement?.blur();
    fill("text").focus({ preventScroll: true });
    if (matchMedia("(max-width: 60rem)").matches) fill("text").scrollIntoView({ block: "start" });
  }

  function around(place, neighbours) {
    place.replaceChildren(
      ...neighbours.map((one) => {
        const line = document.createElement("p");
        if (one.speaker) {
          const who = document.createElement("span");
          who.className = "who";
          who.textContent = `${one.speaker}: `;
          line.append(who);
        }
        line.append(one.text);
        return line;
      }),
    );
  }

  const label = (select, code) => [...form.elements[select].options].find((option) => option.value === code)?.text || code;

  function words(answer) {
    const parts = [answer.issues.map((code) => label("issues", code)).join(", ") || "no issue"];
    if (answer.target.length) parts.push(answer.target.map((code) => label("target", code)).join(", "));
    if (answer.firmness !== null && answer.firmness !== undefined) parts.push(`firmness ${answer.firmness}`);
    if (answer.linkage) parts.push(label("linkage", answer.linkage));
    if (answer.unsure) parts.push("unsure");
    return parts.join("; ");
  }

  function finished() {
    form.hidden = true;
    room.querySelector("[data-card]").hidden = true;
    hintOutside(ended ? "Nothing is left for you in this sample." : "The next sentences come when the server answers. What you have answered is kept on this machine.");
  }

  function hintOutside(text) {
    let line = document.querySelector("[data-empty]");
    if (!line) {
      line = document.createElement("p");
      line.className = "lead";
      line.dataset.empty = "";
      line.setAttribute("role", "status");
      room.before(line);
    }
    line.textContent = text;
    line.hidden = !text;
  }

  // ---- drafts: what is filled in and not saved outlives a closed page

  function draft(item) {
    try {
      const kept = JSON.parse(localStorage.getItem(drafts) || "null");
      return kept && kept.id === id(item) ? kept.answer : null;
    } catch {
      return null;
    }
  }

  function keepDraft() {
    asked = "";
    hint("");
    try {
      if (current) localStorage.setItem(drafts, JSON.stringify({ id: id(current), answer: read() }));
    } catch {
      // The browser keeps nothing; the outbox says so.
    }
  }

  function dropDraft() {
    try {
      localStorage.removeItem(drafts);
    } catch {
      // as above
    }
  }

  // ---- saving

  function hint(text) {
    at("hint").textContent = text;
  }

  // Asked once: the protocol leaves both open in some cases.
  function open(answer) {
    const comparators = room.dataset.comparators.split(" ");
    if (answer.issues.length && !answer.target.length) return "Whose conduct is it? t, or Enter again to leave it open.";
    const firm = answer.issues.some((code) => code.startsWith("HR_") || comparators.includes(code));
    const own = answer.target.length && answer.target.every((code) => code === "SELF");
    if (firm && !own && answer.firmness === null) return "How firmly? 0 to 5, or Enter again to leave it open.";
    return "";
  }

  function save(answer, ask = true) {
    if (!current) return;
    if (!answer.issues.length) answer = { ...answer, target: [], firmness: null };
    const missing = ask ? open(answer) : "";
    if (missing && missing !== asked) {
      asked = missing;
      hint(missing);
      return;
    }
    const item = current;
    const key = newKey();
    const body = { document: item.document, start: item.start, end: item.end, place: item.place, answer };
    item.before_this = item.mine;
    item.mine = answer;
    item.key = key;
    history.push({ id: id(item), key });
    dropDraft();
    outbox.add({ kind: "answer", key, address: room.dataset.answer, body, text: item.text });
    said(item, answer, blind ? null : item.codes);
    forward();
  }

  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function said(item, answer, codes) {
    const last = at("last");
    last.hidden = false;
    last.dataset.id = id(item);
    const lines = [`“${item.text.length > 90 ? `${item.text.slice(0, 90)}…` : item.text}”`, `You: ${words(answer)}`];
    if (codes) lines.push(`The machine: ${words(codes)}`);
    last.replaceChildren(
      ...lines.map((text) => {
        const line = document.createElement("p");
        line.textContent = text;
        return line;
      }),
    );
  }

  function undo() {
    const last = history.pop();
    if (!last) {
      hint("There is nothing to undo.");
      return;
    }
    outbox.add({ kind: "undo", key: last.key, address: room.dataset.undo, body: {} });
    const item = items.find((one) => id(one) === last.id);
    if (!item) return;
    const answer = item.mine;
    item.mine = item.before_this || null;
    at("last").hidden = true;
    form.hidden = false;
    room.querySelector("[data-card]").hidden = false;
    hintOutside("");
    show(item, answer);
    hint("Taken back: change it, then save.");
  }

  // ---- going on

  function forward() {
    const place = items.indexOf(current);
    const next = items.slice(place + 1).find((item) => !item.mine) || items.find((item) => !item.mine && item !== current);
    show(next || null);
    more();
  }

  function step(by) {
    const place = items.indexOf(current);
    const item = items[(current ? place : items.length) + by];
    if (!item) {
      hint(by > 0 ? "This is the last one at hand." : "This is the first one at hand.");
      return;
    }
    form.hidden = false;
    room.querySelector("[data-card]").hidden = false;
    hintOutside("");
    show(item);
  }

  async function more(all = false) {
    const ahead = items.filter((item) => !item.mine).length;
    if (fetching || ended || (!all && ahead >= LOW)) return;
    fetching = true;
    const before = confirmed;
    try {
      const response = await fetch(room.dataset.next, { redirect: "error", signal: AbortSignal.timeout(15000) });
      const told = await response.json();
      if (!response.ok) throw new Error(told.error);
      take(told, before === confirmed);
    } catch {
      setTimeout(() => more(all), 3000);
    } finally {
      fetching = false;
    }
  }

  function take(told, fresh) {
    outbox.token = told.csrf;
    const waiting = new Map(outbox.entries().filter((entry) => entry.kind === "answer").map((entry) => [`${entry.body.document}:${entry.body.start}:${entry.body.end}`, entry]));
    const known = new Set(items.map(id));
    for (const item of [...told.behind, ...told.ahead]) {
      if (known.has(id(item))) continue;
      const entry = waiting.get(id(item)); // answered here, not stored there yet
      if (entry) Object.assign(item, { mine: entry.body.answer, key: entry.key });
      if (item.mine && item.key && !history.some((one) => one.key === item.key)) history.push({ id: id(item), key: item.key });
      items.push(item);
    }
    room.dataset.atHand = String(items.length);
    ended = !told.ahead.some((item) => !waiting.has(id(item))) && !items.some((item) => !item.mine);
    if (fresh) count(told.progress, told.left);
    if (!current) {
      const next = items.find((item) => !item.mine);
      if (next) {
        form.hidden = false;
        room.querySelector("[data-card]").hidden = false;
        hintOutside("");
      }
      show(next || null);
    }
    outbox.flush();
  }

  function count(progress, left) {
    if (progress) at("done").textContent = progress.done;
    if (left !== undefined) at("left").textContent = Math.max(left - outbox.waiting().filter((entry) => entry.kind === "answer").length, 0);
  }

  // ---- what became of the answers

  const outbox = new Outbox(name, room.dataset.user, ({ waiting, problem }) => {
    const state = problem && waiting ? "offline" : waiting ? "waiting" : "saved";
    at("state").dataset.state = state;
    const many = `${waiting} ${waiting === 1 ? "answer waits" : "answers wait"}`;
    const line = { saved: "saved", waiting: `${many}: sending`, offline: many }[state];
    if (at("saved").textContent !== line) at("saved").textContent = line;
    const box = at("problem");
    box.hidden = state !== "offline";
    const where = outbox.kept ? "is kept on this machine and sent again by itself; go on coding" : "is kept only as long as this page stays open, for this browser stores nothing: do not close it";
    if (state === "offline") box.textContent = `Not saved yet: ${problem}. What you answered ${where}.`;
    refusals();
  });
  outbox.token = form.elements.csrfmiddlewaretoken.value;
  outbox.renew = async () => {
    try {
      const response = await fetch(room.dataset.next, { redirect: "error" });
      outbox.token = (await response.json()).csrf;
      return response.ok;
    } catch {
      return false;
    }
  };
  outbox.confirmed = (entry, told) => {
    confirmed += 1;
    const item = items.find((one) => one.key === entry.key);
    if (item) item.codes = told.codes;
    count(told.progress, told.left);
    if (item && told.codes && at("last").dataset.id === id(item) && !at("last").hidden) said(item, entry.body.answer, told.codes);
  };

  function refusals() {
    const box = at("refused");
    const refused = outbox.refused();
    box.hidden = !refused.length;
    box.replaceChildren(
      ...refused.flatMap((entry) => {
        const line = document.createElement("p");
        line.textContent = `Not taken: ${entry.refused}. “${entry.text.slice(0, 120)}” (${words(entry.body.answer)})`;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "second";
        button.textContent = "Mend it";
        button.addEventListener("click", () => {
          const item = items.find((one) => id(one) === `${entry.body.document}:${entry.body.start}:${entry.body.end}`);
          if (item) {
            item.mine = null;
            show(item, entry.body.answer);
          }
          outbox.drop(entry.key, "answer");
        });
        const forget = document.createElement("button");
        forget.type = "button";
        forget.className = "plain";
        forget.textContent = "Forget it";
        forget.addEventListener("click", () => outbox.drop(entry.key, "answer"));
        return [line, button, " ", forget];
      }),
    );
  }

  // ---- keys

  const actions = {
    i: () => picked.issues.focus(),
    t: () => picked.target.focus(),
    l: () => form.elements.linkage.focus(),
    r: () => form.elements.role.focus(),
    s: () => form.querySelector("[name=soft]").focus(),
    c: () => form.elements.cases.focus(),
    n: () => form.elements.note.focus(),
    u: () => {
      form.elements.unsure.checked = !form.elements.unsure.checked;
      keepDraft();
    },
    e: () => save({ ...read(), issues: [], target: [], firmness: null, linkage: "" }, false),
    a: () => !blind && current?.codes && save({ ...read(), ...codesOf(current) }, false),
    z: undo,
    j: () => step(1),
    k: () => step(-1),
    h: () => {
      at("help").open = !at("help").open;
    },
    "-": () => (firm(null), keepDraft()),
  };

  function codesOf(item) {
    const { coder, codebook, ...codes } = item.codes;
    return codes;
  }

  const keys = at("keys");
  try {
    keys.checked = localStorage.getItem("outspoken.keys") !== "off";
  } catch {
    // stays on
  }
  keys.addEventListener("change", () => {
    try {
      localStorage.setItem("outspoken.keys", keys.checked ? "on" : "off");
    } catch {
      // as above
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const text = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
    if (event.key === "Escape" && form.contains(event.target)) {
      event.target.blur();
      fill("text").focus({ preventScroll: true });
      return;
    }
    if (event.key === "Enter" && !event.target.closest("textarea, button, a, summary, select")) {
      event.preventDefault();
      save(read());
      return;
    }
    if (text || !keys.checked) return;
    if (/^[0-5]$/.test(event.key)) {
      const same = form.querySelector("[name=firmness]:checked")?.value === event.key;
      firm(same ? null : Number(event.key));
      keepDraft();
      event.preventDefault();
    } else if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(read());
  });
  form.addEventListener("change", keepDraft);
  form.elements.note.addEventListener("input", keepDraft);
  document.querySelector("[data-undo-form]").addEventListener("submit", (event) => {
    event.preventDefault();
    undo();
  });
  const buttons = { nothing: actions.e, agree: actions.a, previous: actions.k, next: actions.j };
  for (const button of document.querySelectorAll("[data-do]")) {
    button.addEventListener("click", buttons[button.dataset.do]);
    button.hidden = button.dataset.do === "agree" && blind;
  }

  outbox.changed();
  more(true);
}
