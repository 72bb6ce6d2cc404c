// Typing a batch without a mouse: each line says in words what its figures mean, and when it is full the
// next one is ready. Without this script the page is an ordinary form.
const terms = JSON.parse(document.getElementById("cells").textContent);
const lines = [...document.querySelectorAll("input.figures")];

function inWords(text) {
  const said = [...text].map((figure, at) => {
    const cell = terms[at];
    if (!cell) return "";
    const means = { 0: "未填", 9: "无效" }[figure] || cell.means[Number(figure) - 1] || "？";
    return terms.length > 1 ? `${cell.label} ${means}` : means;
  });
  return said.join("　");
}

lines.forEach((line, at) => {
  const words = line.closest("li").querySelector(".said");
  const show = () => { words.textContent = inWords(line.value); };
  show();
  line.addEventListener("input", () => {
    line.value = line.value.replace(/\D/g, "").slice(0, terms.length);
    show();
    if (line.value.length === terms.length) (line.closest("li").querySelector("input.names") || lines[at + 1] || document.getElementById("finish")).focus();
  });
  line.closest("li").addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    const next = way && (lines[at + way] || (way > 0 && document.getElementById("finish")));
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  line.addEventListener("focus", () => line.select());
});
