// Ticks a whole sector or organisation at once, and counts. Without this file the same buttons ask the server.
const roster = document.querySelector("[data-roster]");
const boxes = (name) => [...roster.querySelectorAll(`input[name=${name}]`)];

function count() {
  for (const number of roster.querySelectorAll("[data-count]")) {
    number.textContent = boxes(number.dataset.count).filter((box) => box.checked).length;
  }
}

if (roster) {
  const said = roster.querySelector("[data-said]"); // many boxes at once: the counts are told, not only shown
  const group = roster.querySelector("select[name=groep]");
  for (const button of roster.querySelectorAll("button[data-tick]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      for (const box of boxes(button.dataset.tick)) {
        if (box.dataset.groups.split(" ").includes(group.value)) box.checked = button.dataset.on === "ja";
      }
      count();
      const counts = [...roster.querySelectorAll("[data-count]")];
      said.textContent = counts.map((each) => each.parentElement.textContent).join(", ");
    });
  }
  roster.addEventListener("change", count);
  count();
}
