// A long list of choices as a field that is searched by typing (the combobox pattern of ARIA 1.2).
// The plain list stays in the form, out of sight, and holds what is chosen.

let number = 0;

export class Picker {
  constructor(select) {
    this.select = select;
    this.most = Number(select.dataset.most || 50);
    this.at = -1;
    this.shown = [];
    const id = `picker-${++number}`;
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = document.createElement("div");
    box.className = "picker";
    this.chosen = document.createElement("ul");
    this.chosen.className = "chosen";
    this.input = document.createElement("input");
    this.input.type = "text";
    this.input.id = `${id}-input`;
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.placeholder = select.dataset.hint || "";
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-found`, "aria-haspopup": "listbox" };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.found = document.createElement("ul");
    this.found.className = "found";
    this.found.id = `${id}-found`;
    this.found.setAttribute("role", "listbox");
    this.found.hidden = true;
    if (label) {
      label.htmlFor = this.input.id;
      this.found.setAttribute("aria-label", label.firstChild.textContent.trim());
    }
    select.hidden = true;
    select.after(box);
    box.append(this.chosen, this.input, this.found);
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.found.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li");
      if (item) this.choose(item.dataset.value);
    });
    this.draw();
  }

  get values() {
    return [...this.select.selectedOptions].map((option) => option.value);
  }

  set values(values) {
    for (const option of this.select.options) option.selected = values.includes(option.value);
    this.input.value = "";
    this.close();
    this.draw();
  }

  get open() {
    return !this.found.hidden;
  }

  focus() {
    this.input.focus();
  }

  // Words may come in any order; the beginning of a word or of the code counts most.
  search() {
    const words = this.input.value.toLowerCase().split(/[\s_]+/).filter(Boolean);
    const scored = [];
    if (words.length) {
      for (const option of this.select.options) {
        if (option.selected) continue;
        const label = option.text.toLowerCase();
        const code = option.value.toLowerCase().replaceAll("_", " ");
        const places = words.map((word) => {
          if (` ${code} ${label}`.includes(` ${word}`)) return label.startsWith(word) || code === word ? 0 : 1;
          if (`${code} ${label}`.includes(word)) return 2;
          return (option.title || "").toLowerCase().includes(word) ? 3 : null;
        });
        if (!places.includes(null)) scored.push([places.reduce((a, b) => a + b), option]);
      }
    }
    scored.sort((a, b) => a[0] - b[0]);
    this.shown = scored.slice(0, 12).map(([, option]) => option);
    this.found.replaceChildren(
      ...this.shown.map((option, i) => {
        const item = document.createElement("li");
        item.id = `${this.found.id}-${i}`;
        item.dataset.value = option.value;
        item.setAttribute("role", "option");
        item.title = option.title;
        const name = document.createElement("span");
        name.textContent = option.text;
        const code = document.createElement("small");
        code.textContent = option.value;
        item.append(name, code);
        return item;
      }),
    );
    this.found.hidden = !this.shown.length;
    this.input.setAttribute("aria-expanded", String(this.open));
    this.mark(this.shown.length ? 0 : -1);
  }

  mark(at) {
    this.at = at;
    [...this.found.children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === at));
      if (i === at) item.scrollIntoView({ block: "nearest" });
    });
    if (at >= 0) this.input.setAttribute("aria-activedescendant", this.found.children[at].id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.shown.length) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.at + step + this.shown.length) % this.shown.length);
    } else if (event.key === "Enter" && this.open) {
      event.preventDefault();
      event.stopPropagation();
      this.choose(this.shown[this.at].value);
    } else if (event.key === "Tab" && this.open) {
      this.choose(this.shown[this.at].value);
    } else if (event.key === "Escape" && this.open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && !this.input.value) {
      const last = this.values.at(-1);
      if (last) this.leave(last);
    }
  }

  choose(value) {
    const values = this.values;
    if (values.length < this.most) values.push(value);
    this.values = values;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  leave(value) {
    this.values = this.values.filter((one) => one !== value);
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.found.hidden = true;
    this.shown = [];
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  draw() {
    this.chosen.replaceChildren(
      ...[...this.select.selectedOptions].map((option) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = `${option.text} ×`;
        button.setAttribute("aria-label", `take ${option.text} away`);
        if (option.value.startsWith("HR_")) button.className = "rights";
        button.addEventListener("click", () => {
          this.leave(option.value);
          this.focus();
        });
        item.append(button);
        return item;
      }),
    );
  }
}

export function pickers(root) {
  const all = {};
  for (const select of root.querySelectorAll("select[data-picker]")) all[select.name] = new Picker(select);
  return all;
}
