// Comfort only; every page works without it. Pointing at a mark of a chart says what it stands for
// and marks its row of the table, and the other way round; a click on a mark goes to its row.
// Times are given in the reader's own zone as a hint. On phones the filters start folded.
"use strict";
(function () {
  var card = document.createElement("div");
  card.className = "hover";
  card.hidden = true;
  card.setAttribute("aria-hidden", "true");
  document.body.append(card);

  function claimAt(target) {
    return target instanceof Element ? target.closest("[data-c]") : null;
  }

  // The words of a mark are its <title>; kept aside while shown, or the browser shows them twice.
  function told(mark) {
    var title = mark.querySelector("title");
    if (title) {
      mark.setAttribute("data-told", title.textContent);
      mark.setAttribute("aria-label", title.textContent);
      title.remove();
    }
    return mark.getAttribute("data-told") || "";
  }

  function show(mark) {
    var box = mark.getBoundingClientRect();
    card.textContent = told(mark);
    card.hidden = !card.textContent;
    var left = Math.min(box.right + 10, document.documentElement.clientWidth - card.offsetWidth - 8);
    var top = box.top - card.offsetHeight - 8;
    card.style.left = Math.max(8, left) + "px";
    card.style.top = (top < 8 ? box.bottom + 8 : top) + "px";
  }

  function point(event) {
    var at = claimAt(event.target);
    document.querySelectorAll(".is-pointed").forEach(function (element) {
      element.classList.remove("is-pointed");
    });
    card.hidden = true;
    if (!at) return;
    var claim = at.getAttribute("data-c");
    document.querySelectorAll("[data-c]").forEach(function (element) {
      if (element.getAttribute("data-c") === claim) element.classList.add("is-pointed");
    });
    if (at.closest("svg")) show(at);
  }

  document.addEventListener("mouseover", point);
  document.addEventListener("focusin", point);
  document.addEventListener("scroll", function () { card.hidden = true; }, { passive: true });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") card.hidden = true;
  });
  document.addEventListener("click", function (event) {
    var mark = claimAt(event.target);
    var row = mark && mark.closest("svg") && document.getElementById("c-" + mark.getAttribute("data-c"));
    if (row) row.scrollIntoView({ block: "center" });
  });
  document.querySelectorAll("time[datetime*='T']").forEach(function (time) {
    var moment = new Date(time.getAttribute("datetime"));
    if (!isNaN(moment)) time.title = moment.toLocaleString() + " (your time)";
  });
  if (matchMedia("(max-width: 720px)").matches) {
    document.querySelectorAll("details[data-folds]").forEach(function (details) {
      details.open = false;
    });
  }
})();
