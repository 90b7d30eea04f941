// Phones make photos of many megabytes; a portrait needs few. Without this file a large photo is refused in words.
const LONGEST_SIDE = 1600; // pixels
const SMALL_ENOUGH = 1_000_000; // bytes

async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const content = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  return new File([content], "foto.jpg", { type: "image/jpeg" });
}

for (const field of document.querySelectorAll("input[type=file][data-portrait]")) {
  field.addEventListener("change", () => {
    field.dataset.portrait = "";
  });
  field.form.addEventListener("submit", async (event) => {
    const [file] = field.files;
    if (!file || file.size <= SMALL_ENOUGH || field.dataset.portrait === "done") return;
    event.preventDefault();
    field.dataset.portrait = "done";
    try {
      const chosen = new DataTransfer();
      chosen.items.add(await smaller(file));
      field.files = chosen.files;
    } catch {
      // Not a photo that this browser reads: the server says so in a sentence.
    }
    field.form.requestSubmit();
  });
}
