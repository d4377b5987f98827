// Sorts a table of grades by the column whose heading is pressed.
for (const button of document.querySelectorAll(".grades button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th"), body = head.closest("table").tBodies[0];
    const heads = [...head.parentNode.children], column = heads.indexOf(head);
    // numbers from the largest, names from A
    const up = head.ariaSort ? head.ariaSort === "descending" : column === 0;
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.ariaSort = up ? "ascending" : "descending";
    const value = (row) => row.cells[column].textContent.trim();
    const number = (row) => (value(row) === "–" ? -1 : Number(value(row)));
    const order = column === 0
      ? (a, b) => value(a).localeCompare(value(b), undefined, { numeric: true })
      : (a, b) => number(a) - number(b);
    body.append(...[...body.rows].sort((a, b) => (up ? order(a, b) : order(b, a))));
  });
}
