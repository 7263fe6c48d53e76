// Comfort only; every page works without it. Pointing at a mark of a chart marks its row of the
// table and the other way round; times are given in the reader's own zone as a hint.
"use strict";
(function () {
  function pointed(event) {
    var at = event.target instanceof Element ? event.target.closest("[data-c]") : null;
    document.querySelectorAll(".is-pointed").forEach(function (element) {
      element.classList.remove("is-pointed");
    });
    if (!at) return;
    var claim = at.getAttribute("data-c");
    document.querySelectorAll("[data-c]").forEach(function (element) {
      if (element.getAttribute("data-c") === claim) element.classList.add("is-pointed");
    });
  }
  document.addEventListener("mouseover", pointed);
  document.addEventListener("focusin", pointed);
  document.addEventListener("click", function (event) {
    var mark = event.target instanceof Element ? event.target.closest("g[data-c]") : null;
    var row = mark && document.getElementById("c-" + mark.getAttribute("data-c"));
    if (row) row.scrollIntoView({ block: "center" });
  });
  document.querySelectorAll("time[datetime*='T']").forEach(function (time) {
    var moment = new Date(time.getAttribute("datetime"));
    if (!isNaN(moment)) time.title = moment.toLocaleString() + " (your time)";
  });
})();
