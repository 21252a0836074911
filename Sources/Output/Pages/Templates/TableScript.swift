/// What makes tables sortable and filterable: the only program on the pages, which are complete without it.
enum TableScript {
  static let file = "table.js"
  static let text = #"""
    // Sorts, filters and searches the tables of these pages. Without it they are complete, in the order they have.
    "use strict";
    (function () {
      function value(row, column) {
        const cell = row.cells[column];
        const text = cell.dataset.sort !== undefined ? cell.dataset.sort : cell.textContent.trim();
        const number = text === "" || text === "–" ? NaN : Number(text.replace("−", "-"));
        return { text: text, number: number };
      }

      // What is no number stands last, whichever way numbers are sorted.
      function compare(a, b, isNumber, direction) {
        if (!isNumber) { return direction * a.text.localeCompare(b.text, undefined, { numeric: true }); }
        const left = Number.isNaN(a.number), right = Number.isNaN(b.number);
        if (left || right) { return left - right; }
        return direction * (a.number - b.number);
      }

      function sort(table, column) {
        const head = table.tHead.rows[0].cells[column];
        const isNumber = head.classList.contains("number");
        const old = head.getAttribute("aria-sort");
        // Numbers are wanted from the highest down, names from the first on.
        const isDown = old === null ? isNumber : old === "ascending";
        for (const other of table.tHead.rows[0].cells) { other.removeAttribute("aria-sort"); }
        head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
        const body = table.tBodies[0];
        const rows = Array.from(body.rows, function (row) { return { row: row, key: value(row, column) }; });
        rows.sort(function (a, b) { return compare(a.key, b.key, isNumber, isDown ? -1 : 1); });
        body.append.apply(body, rows.map(function (entry) { return entry.row; }));
      }

      for (const table of document.querySelectorAll("table.sortable")) {
        Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
          const button = document.createElement("button");
          button.type = "button";
          button.append.apply(button, Array.from(head.childNodes));
          head.append(button);
          button.addEventListener("click", function () { sort(table, column); });
        });
      }

      for (const form of document.querySelectorAll("form.filter")) {
        const table = document.getElementById(form.dataset.for);
        const rows = Array.from(table.tBodies[0].rows, function (row) {
          return { row: row, text: row.textContent.toLocaleLowerCase(), tags: row.dataset.tags.split(" ") };
        });
        const told = form.querySelector("output");
        const filter = function () {
          const words = form.elements.search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
          const tag = form.elements.show.value;
          let count = 0;
          for (const entry of rows) {
            const isShown = (tag === "" || entry.tags.includes(tag))
              && words.every(function (word) { return entry.text.includes(word); });
            entry.row.hidden = !isShown;
            if (isShown) { count += 1; }
          }
          told.textContent = count + " of " + rows.length + " shown";
        };
        form.addEventListener("input", filter);
        form.addEventListener("submit", function (event) { event.preventDefault(); });
        form.hidden = false;
        filter();
      }
    })();

    """#
}
