"use strict";
(function () {
  var box = document.getElementById("find"), said = document.getElementById("found");
  var all = Array.prototype.slice.call(document.querySelectorAll("[data-name]"));
  box.parentNode.hidden = false;
  function look() {
    var word = box.value.trim().toLowerCase(), shown = {};
    all.forEach(function (each) {
      each.hidden = each.dataset.name.toLowerCase().indexOf(word) < 0;
      if (!each.hidden) { shown[each.dataset.name] = true; }
    });
    said.textContent = word ? Object.keys(shown).length + " found" : "";
  }
  box.addEventListener("input", look);
  box.addEventListener("keydown", function (event) {
    var first = all.filter(function (each) { return !each.hidden; })[0];
    if (event.key === "Enter" && first) { location.hash = first.querySelector("a").getAttribute("href"); }
  });
}());
