// "Everybody on this page" ticks every box, so that one sees who goes along. Without this the server does the same.
for (const form of document.querySelectorAll("[data-ticks]")) {
  const all = form.querySelector("input[name=alles]");
  const each = [...form.querySelectorAll("input[name=wie]")];
  const follow = () => {
    all.checked = each.every((box) => box.checked);
  };
  all.addEventListener("change", () => each.forEach((box) => (box.checked = all.checked)));
  each.forEach((box) => box.addEventListener("change", follow));
}
