// A button that copies each example; without JavaScript the text can be selected as ever.
if (navigator.clipboard) {
  for (const code of document.querySelectorAll("code[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--plain api-copy";
    button.textContent = code.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = code.dataset.copied;
      setTimeout(() => { button.textContent = code.dataset.copy; }, 2000);
    });
    code.closest("pre").after(button);
  }
}
