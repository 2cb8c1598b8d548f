// SPDX-License-Identifier: LGPL-2.1-or-later
// Sorts and filters the table of domains. The page says the same without it.
"use strict";
(() => {
    const table = document.getElementById("table");
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const words = document.getElementById("words");
    const verdict = document.getElementById("verdict");
    const form = document.getElementById("filter");
    const text = (row, column) => row.cells[column].textContent;
    const key = (row, column) => Number(row.cells[column].dataset.k);

    // Numbers decide where a column has some; texts with numbers in them are compared as people do.
    const compare = (a, b, column) => key(a, column) - key(b, column) ||
        text(a, column).localeCompare(text(b, column), "en", { numeric: true });

    const sort = (column) => {
        const up = heads[column].getAttribute("aria-sort") !== "ascending";

        heads.forEach((head) => head.removeAttribute("aria-sort"));
        heads[column].setAttribute("aria-sort", up ? "ascending" : "descending");
        body.append(...[...body.rows].sort((a, b) => (up ? 1 : -1) * compare(a, b, column)));
    };

    const filter = () => {
        const wanted = words.value.toLowerCase().split(/\s+/);
        let shown = 0;

        for (const row of body.rows) {
            const content = row.textContent.toLowerCase();
            const fits = (!verdict.value || row.dataset.v === verdict.value) &&
                wanted.every((word) => content.includes(word));

            row.hidden = !fits;
            document.getElementById(row.dataset.d).hidden = !fits;
            shown += fits;
        }
        document.getElementById("shown").value = `${shown} of ${body.rows.length} domains`;
    };

    heads.forEach((head, column) => {
        const button = document.createElement("button");

        button.type = "button";
        button.append(...head.childNodes);
        button.addEventListener("click", () => sort(column));
        head.append(button);
    });
    body.addEventListener("click", (event) => {
        const link = event.target.closest("a");

        if (link) {
            document.getElementById(link.hash.slice(1)).open = true;
        }
    });
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    filter();
})();
