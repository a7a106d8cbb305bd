// Formatted text: an editable island over a text area. What is pasted goes to the server as HTML and is judged there;
// here it is only stripped of what would look wrong at once.
const TOOLS = [
  ["bold", "Ж"],
  ["italic", "К"],
  ["insertUnorderedList", "•"],
  ["insertOrderedList", "1."],
  ["createLink", ""],
];
const KEPT = new Set(["P", "BR", "STRONG", "B", "EM", "I", "UL", "OL", "LI", "A", "H3", "H4", "BLOCKQUOTE", "DIV"]);

export function island(area) {
  const holder = area.closest("[data-html]");
  if (!holder) return;
  const box = document.createElement("div");
  box.className = "island";
  const tools = document.createElement("div");
  tools.className = "island__tools";
  tools.setAttribute("role", "toolbar");
  const label = document.querySelector(`label[for="${area.id}"]`);
  tools.setAttribute("aria-label", label?.textContent ?? "");
  const text = document.createElement("div");
  Object.assign(text, { className: "island__text", contentEditable: "true" });
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-multiline", "true");
  text.setAttribute("aria-label", label?.textContent ?? area.name);
  if (area.getAttribute("aria-describedby")) text.setAttribute("aria-describedby", area.getAttribute("aria-describedby"));
  if (area.lang) text.lang = area.lang;
  text.append(clean(holder.dataset.html));
  const mode = document.createElement("input");
  Object.assign(mode, { type: "hidden", name: `${area.name}_as`, value: "html" });

  const names = (document.querySelector("[data-tool-names]")?.dataset.toolNames ?? "").split("|");
  TOOLS.forEach(([command, sign], index) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "island__tool", title: names[index] || "" });
    const shown = document.createElement("span");
    shown.textContent = sign || names[index] || command;
    if (sign) {
      shown.setAttribute("aria-hidden", "true");
      const told = document.createElement("span");
      Object.assign(told, { className: "vh", textContent: names[index] || command });
      button.append(told);
    }
    button.append(shown);
    button.addEventListener("click", () => run(command, text));
    tools.append(button);
  });

  const write = () => {
    area.value = html(text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  text.addEventListener("input", write);
  text.addEventListener("blur", () => area.dispatchEvent(new Event("change", { bubbles: true })));
  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text/html");
    if (!pasted) return;
    event.preventDefault();
    paste(pasted, area, text).then(write);
  });
  // The text may be brought back from what was kept on this device.
  area.addEventListener("brought", () => text.replaceChildren(clean(area.value)));

  box.append(tools, text, mode);
  area.after(box);
  area.hidden = true;
  area.value = html(text);
  label?.addEventListener("click", () => text.focus());
}

// The server tidies the clipboard: it knows Word's lists. Without it the browser's own clean copy is put in.
async function paste(pasted, area, text) {
  const selection = getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  let tidy = null;
  const token = area.form.querySelector("[name=csrfmiddlewaretoken]").value;
  const data = new FormData();
  data.set("csrfmiddlewaretoken", token);
  data.set("html", pasted.slice(0, 400_000));
  try {
    const answer = await fetch("/office/events/paste/", { method: "POST", body: data, redirect: "manual" });
    if (answer.ok) tidy = await answer.text();
  } catch {
    tidy = null;
  }
  const fragment = clean(tidy ?? pasted);
  if (range && text.contains(range.commonAncestorContainer)) {
    selection.removeAllRanges();
    selection.addRange(range);
  } else {
    text.focus();
    selection.selectAllChildren(text);
    selection.collapseToEnd();
  }
  const holder = document.createElement("div");
  holder.append(fragment);
  document.execCommand("insertHTML", false, holder.innerHTML);
}

function run(command, text) {
  text.focus();
  if (command === "createLink") {
    const address = prompt("https://", "https://");
    if (address && /^(https?:\/\/|mailto:)/.test(address) && address !== "https://") document.execCommand(command, false, address);
    return;
  }
  document.execCommand(command);
}

// A copy with known elements only, without attributes but for the address of a link.
function clean(source) {
  const page = new DOMParser().parseFromString(source, "text/html");
  const fragment = document.createDocumentFragment();
  copy(page.body, fragment);
  return fragment;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    else if (node.nodeType === Node.ELEMENT_NODE && !/^(STYLE|SCRIPT|HEAD|TITLE|META|LINK|XML|TEMPLATE)$/.test(node.tagName)) {
      if (!KEPT.has(node.tagName)) {
        copy(node, to);
        continue;
      }
      const made = document.createElement(node.tagName === "DIV" ? "p" : node.tagName);
      const address = node.getAttribute("href") ?? "";
      if (node.tagName === "A" && /^(https?:|mailto:)/.test(address)) made.setAttribute("href", address);
      copy(node, made);
      to.append(made);
    }
  }
}

function html(text) {
  const holder = document.createElement("div");
  for (const node of text.childNodes) holder.append(node.cloneNode(true));
  return holder.textContent.trim() ? holder.innerHTML : "";
}
