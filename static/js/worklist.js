/* Keys for the worklist: j k move, o Enter open, x tick, / search, ? help. Every deed is possible without this file. */
(function () {
  "use strict";
  var doc = document, rows = Array.prototype.slice.call(doc.querySelectorAll("[data-worklist] tbody tr")), at = -1;

  function link(row) { return row.querySelector(".worklist-table__number a"); }
  function move(step) {
    if (!rows.length) { return; }
    if (at >= 0) { rows[at].classList.remove("worklist-row--current"); }
    at = Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[at].classList.add("worklist-row--current");
    link(rows[at]).focus();
    rows[at].scrollIntoView({ block: "nearest" });
  }
  /* Whoever reaches a row with Tab or the mouse goes on from there. */
  rows.forEach(function (row, place) {
    row.addEventListener("focusin", function () {
      if (at >= 0) { rows[at].classList.remove("worklist-row--current"); }
      at = place;
      row.classList.add("worklist-row--current");
    });
  });
  function tick() {
    var box = at >= 0 && rows[at].querySelector("input[type=checkbox]");
    if (box) { box.checked = !box.checked; }
  }
  function help() {
    var box = doc.getElementById("worklist-keys");
    if (!box) { return; }
    box.open = !box.open;
    if (box.open) { box.querySelector("summary").focus(); }
  }
  var keys = {
    j: function () { move(1); },
    k: function () { move(-1); },
    o: function () { if (at >= 0) { link(rows[at]).click(); } },
    x: tick,
    "/": function () { var box = doc.querySelector("input[name=q]"); if (box) { box.focus(); box.select(); } },
    "?": help
  };
  doc.addEventListener("keydown", function (event) {
    var target = event.target, typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox";
    if (typing || target.isContentEditable) {
      if (event.key === "Escape") { target.blur(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keys[event.key]) { return; }
    event.preventDefault();
    keys[event.key]();
  });
}());
