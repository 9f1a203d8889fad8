/* Shows a question only after the answer it depends on; without this file all are there, with the sentence that says when. */
(function () {
  "use strict";
  var questions = Array.prototype.slice.call(document.querySelectorAll("[data-asked-after]"));
  function isChosen(name, values) {
    return Array.prototype.some.call(document.getElementsByName(name), function (input) {
      return input.checked && !input.closest("[hidden]") && values.indexOf(input.value) >= 0;
    });
  }
  function show() {
    /* In the order of the page, so that what hangs on a hidden question is hidden too. */
    questions.forEach(function (question) {
      question.hidden = !isChosen(question.dataset.askedAfter, question.dataset.askedFor.split(" "));
    });
  }
  if (!questions.length) { return; }
  document.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
})();
