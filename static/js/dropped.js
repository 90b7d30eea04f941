// Saved mails may be let go anywhere on the card of their field. Without this file the field itself takes them.
for (const field of document.querySelectorAll("input[type=file][data-dropped]")) {
  const card = field.closest(".card");
  const carriesFiles = (event) => [...event.dataTransfer.types].includes("Files");
  card.addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  card.addEventListener("drop", (event) => {
    if (!carriesFiles(event) || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    field.focus();
  });
}
