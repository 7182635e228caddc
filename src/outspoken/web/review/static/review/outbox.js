// What a person has answered and the server has not confirmed yet. It is kept on this machine until
// then, so that a closed lid, a lost line or a server that ended loses nothing. Every entry has a
// key of its own: one that arrives twice is stored once.

const PATIENCE = 15000; // milliseconds for one answer
const LONGEST = 30000; // between two attempts

export class Outbox {
  constructor(name, by, tell) {
    this.name = `outspoken.outbox.${name}`;
    this.by = by;
    this.tell = tell; // told on every change of the state
    this.token = "";
    this.busy = false;
    this.delay = 1000;
    this.timer = 0;
    this.problem = "";
    this.memory = null; // where the browser keeps nothing
    addEventListener("online", () => this.flush());
    addEventListener("offline", () => this.said("this machine is not connected"));
    addEventListener("storage", (event) => event.key === this.name && this.changed());
    document.addEventListener("visibilitychange", () => document.hidden || this.flush());
  }

  entries() {
    if (this.memory) return this.memory;
    try {
      return JSON.parse(localStorage.getItem(this.name) || "[]");
    } catch {
      return [];
    }
  }

  keep(entries) {
    if (!this.memory) {
      try {
        localStorage.setItem(this.name, JSON.stringify(entries));
      } catch {
        this.memory = entries; // full, or switched off
      }
    } else {
      this.memory = entries;
    }
    this.changed();
  }

  get kept() {
    return !this.memory;
  }

  waiting() {
    return this.entries().filter((entry) => !entry.refused);
  }

  refused() {
    return this.entries().filter((entry) => entry.refused);
  }

  add(entry) {
    this.keep([...this.entries(), entry]);
    this.flush();
  }

  drop(key, kind) {
    this.keep(this.entries().filter((entry) => entry.key !== key || (kind && entry.kind !== kind)));
  }

  changed() {
    this.tell({ waiting: this.waiting().length, problem: this.problem });
  }

  said(problem) {
    this.problem = problem;
    this.changed();
  }

  // One after the other, in order: an undo must not overtake its answer.
  async flush() {
    if (this.busy) return;
    clearTimeout(this.timer);
    this.busy = true;
    try {
      for (let entry = this.waiting()[0]; entry; entry = this.waiting()[0]) {
        if (!(await this.send(entry))) break;
        this.delay = 1000;
      }
    } finally {
      this.busy = false;
    }
    if (this.waiting().length) {
      this.timer = setTimeout(() => this.flush(), this.delay);
      this.delay = Math.min(this.delay * 2, LONGEST);
    }
  }

  async send(entry, again = true) {
    let response;
    try {
      response = await fetch(entry.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ ...entry.body, key: entry.key, by: this.by }),
        signal: AbortSignal.timeout(PATIENCE),
        redirect: "manual",
      });
    } catch {
      this.said("the server does not answer");
      return false;
    }
    const told = (response.headers.get("Content-Type") || "").includes("json") ? await response.json().catch(() => ({})) : {};
    if (response.ok && told) {
      this.problem = "";
      this.drop(entry.key, entry.kind);
      entry.kind === "answer" && this.confirmed && this.confirmed(entry, told);
      return true;
    }
    if (response.status === 422) {
      if (entry.kind === "undo") {
        this.drop(entry.key, "undo");
      } else {
        this.keep(this.entries().map((e) => (e.key === entry.key && e.kind === entry.kind ? { ...e, refused: told.error || "it was not taken" } : e)));
      }
      return true;
    }
    if (response.status === 403 && again && this.renew && (await this.renew())) return this.send(entry, false);
    if (response.type === "opaqueredirect" || response.status === 403) {
      this.said("you are no longer signed in: sign in again in another tab, then come back here");
    } else {
      this.said(told.error || `the server answered ${response.status}`);
    }
    return false;
  }
}
