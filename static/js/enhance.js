/* Small comforts for browsers with JavaScript; every page works without this file. */
(function () {
  "use strict";
  var doc = document, words = doc.documentElement.dataset;
  function each(selector, act) { Array.prototype.forEach.call(doc.querySelectorAll(selector), act); }

  each("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  /* Where there is room beside the text, contents stand open; browsers that know how do so by the style sheet. */
  if (window.matchMedia && window.matchMedia("(min-width: 60em)").matches) {
    each("details[data-open-wide]", function (box) { box.open = true; });
  }

  each("[data-focus-on-load]", function (box) { box.focus(); });

  /* A second press while the first is on its way sends nothing; coming back to the page frees the button. */
  each("form[method=post]", function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      var button = event.submitter || form.querySelector("[type=submit]");
      if (!button) { return; }
      button.setAttribute("aria-disabled", "true");
      if (!words.sending || form.dataset.quiet !== undefined) { return; }
      var note = doc.createElement("p");
      note.className = "sending";
      note.setAttribute("role", "status");
      button.parentNode.appendChild(note);
      note.textContent = words.sending;
    });
  });
  window.addEventListener("pageshow", function () {
    each("form[data-sent]", function (form) { delete form.dataset.sent; });
    each("[aria-disabled]", function (button) { button.removeAttribute("aria-disabled"); });
    each(".sending", function (note) { note.remove(); });
  });

  each("textarea[data-count]", function (area) {
    var most = parseInt(area.dataset.count, 10), line = doc.createElement("p");
    line.className = "form-field__count";
    area.parentNode.insertBefore(line, area.nextSibling);
    function show() {
      var used = Array.from(area.value).length;
      line.classList.toggle("form-field__count--over", used > most);
      if (used > most * 0.9) { line.setAttribute("role", "status"); } else { line.removeAttribute("role"); }
      line.textContent = (words.count || "%n / %m").replace("%n", used).replace("%m", most);
    }
    area.addEventListener("input", show);
    window.addEventListener("pageshow", show);
  });

  /* Only long texts are kept, in this tab only; never a name or a telephone number. */
  try {
    each("[data-clear-keep]", function () {
      Object.keys(sessionStorage).forEach(function (key) {
        if (key.indexOf("keep:") === 0) { sessionStorage.removeItem(key); }
      });
    });
    each("form[data-keep] textarea[name]", function (area) {
      var key = "keep:" + area.form.dataset.keep + ":" + area.name;
      if (!area.value) { area.value = sessionStorage.getItem(key) || ""; }
      area.addEventListener("input", function () {
        try { sessionStorage.setItem(key, area.value); } catch (full) { return; }
      });
    });
  } catch (blocked) { return; }
})();
