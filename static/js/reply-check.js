/* The reply editor, a little quicker: counts while one types and checks the draft after a pause.
   Without it the button "检查" does the same; the server's answer is the only judgement. */
(function () {
  "use strict";
  var form = document.getElementById("reply-form");
  var text = form && form.elements.namedItem("text");
  if (!text || !window.fetch || !window.DOMParser) { return; }
  var length = document.getElementById("reply-length");
  var reason = document.getElementById("reply-reason");
  var timer = 0, asked = 0, last = text.value;

  function replace(id, page) {
    var old = document.getElementById(id), fresh = page.getElementById(id);
    if (old && fresh) { old.replaceWith(document.importNode(fresh, true)); }
    return fresh;
  }

  function check() {
    var data = new FormData(form), mine = ++asked;
    last = text.value;
    data.set("check", "1");
    fetch(window.location.href, { method: "POST", body: data, credentials: "same-origin" })
      .then(function (response) { return response.ok && !response.redirected ? response.text() : ""; })
      .then(function (html) {
        if (!html || mine !== asked) { return; }
        var page = new DOMParser().parseFromString(html, "text/html");
        var checks = replace("reply-checks", page);
        replace("reply-points", page);
        if (checks && reason && checks.dataset.needsReason) { reason.hidden = false; }
      })
      .catch(function () { /* no connection: the button is still there */ });
  }

  form.addEventListener("input", function () {
    length.textContent = String(text.value.replace(/\s/g, "").length);
    window.clearTimeout(timer);
    timer = window.setTimeout(check, 1500);
  });
})();
