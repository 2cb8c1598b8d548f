// SPDX-License-Identifier: LGPL-2.1-or-later
// What report-web.bash appends to a page of --report: uses it as a reader does, and leaves what it saw, a line each, in
// an element of its own.
"use strict";
(() => {
    const seen = [];
    const say = (what, value) => seen.push(`${what}: ${value}`);
    const all = (selector, root = document) => [...root.querySelectorAll(selector)];
    const rows = () => all("tbody tr").filter((row) => !row.hidden);
    const names = () => rows().map((row) => row.querySelector("th").textContent).join(" ");
    const head = (title) => all("thead th").find((cell) => cell.textContent === title);
    const sorted = () => all("[aria-sort]").map((cell) => `${cell.textContent} ${cell.ariaSort}`).join(",");
    const press = (title) => {
        head(title).querySelector("button").click();
        say(`sorted by ${sorted()}`, names());
    };
    const find = (words, verdict) => {
        document.getElementById("words").value = words;
        document.getElementById("verdict").value = verdict;
        document.getElementById("words").dispatchEvent(new Event("input", { bubbles: true }));
        say(`found '${words}' ${verdict}`, `${names()} (${document.getElementById("shown").value}, ` +
            `${all("details").filter((one) => !one.hidden).length} details)`);
    };

    // WCAG 2.1, 1.4.3: 4.5 to 1.
    const channel = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const light = (color) => {
        const [red, green, blue] = color.match(/[\d.]+/g).map((one) => channel(one / 255));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = (element) => {
        const color = element ? getComputedStyle(element).backgroundColor : "rgb(255, 255, 255)";
        return /, 0\)$/.test(color) ? ground(element.parentElement) : color;
    };
    const contrast = (element) => {
        const both = [light(getComputedStyle(element).color), light(ground(element))].sort();
        return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    };
    const has_text = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const levels = all("h1, h2, h3, h4").map((one) => Number(one.tagName[1]));

    say("at first", `${sorted()}: ${names()}`);
    press("Domain");
    press("Domain");
    press("Unused");
    press("Verdict");
    find("WINDOWS 7", "");
    find("", "legal");
    find("no such thing", "");
    find("", "");
    all("tbody a").forEach((link) => link.click());
    say("closed details", all("details").filter((one) => !one.open).length);
    say("texts looked at", all("body *").filter(has_text).length > 50);
    say("too faint", all("body *").filter((one) => has_text(one) && !one.closest("script") && contrast(one) < 4.5)
        .map((one) => `${one.tagName}.${one.className}`).join(" ") || "none");
    say("heads without scope", all("th:not([scope])").length);
    say("unlabelled", all("input, select").filter((one) => one.labels.length === 0).length +
        all("svg").filter((one) => !one.getAttribute("aria-label")).length);
    say("levels skipped", levels.filter((level, i) => level > (i > 0 ? levels[i - 1] : 0) + 1).length);
    say("not by keyboard", all("thead button, tbody a, summary, input, select").filter((one) => one.tabIndex < 0).length);
    say("wider than the window", document.documentElement.scrollWidth > innerWidth);
    say("paper", getComputedStyle(document.body).backgroundColor);
    say("loaded", performance.getEntriesByType("resource").length);
    document.body.append(Object.assign(document.createElement("pre"), { id: "seen", textContent: seen.join("\n") }));
})();
