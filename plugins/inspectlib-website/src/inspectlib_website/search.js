// Narrow the list of recommendations as the form says. Without this script the page lists subjects and filters.
(function () {
  "use strict";
  var form = document.querySelector("form.search");
  var said = document.getElementById("found");
  var section = document.getElementById("results");
  if (!form || !said || !section) { return; }
  var list = section.querySelector("ul");
  var most = 50;
  var loading = null;

  function load() {
    if (!loading) {
      loading = fetch(said.dataset.list).then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      });
    }
    return loading;
  }

  function plain(text) {
    return text.toLowerCase().replace(/\u2019/g, "'");
  }

  function wanted() {
    var given = {};
    new FormData(form).forEach(function (value, name) { given[name] = String(value).trim(); });
    return given;
  }

  function show(data, given) {
    var words = plain(given.q || "").split(/\s+/).filter(Boolean);
    var found = data.items.filter(function (item) {
      var report = data.reports[item[0]];
      if (given.year && String(report[2] === null ? "none" : report[2]) !== given.year) { return false; }
      if (given.body && report[1] !== given.body) { return false; }
      if (given.state && item[3] !== given.state) { return false; }
      if (given.theme && item[4] !== given.theme) { return false; }
      var text = plain(report[0] + " " + item[1] + " " + item[4] + " " + item[5]);
      return words.every(function (word) { return text.indexOf(word) !== -1; });
    });
    list.textContent = "";
    var root = said.dataset.list.replace(/search\.json$/, "");
    found.slice(0, most).forEach(function (item) {
      var entry = document.createElement("li");
      var link = document.createElement("a");
      link.href = root + item[2];
      link.textContent = item[1] + ", " + data.reports[item[0]][0];
      if (said.dataset.lang) { link.lang = said.dataset.lang; }
      entry.appendChild(link);
      list.appendChild(entry);
    });
    section.hidden = found.length === 0;
    said.textContent = said.dataset.found.replace("#", String(found.length)) +
      (found.length > most ? " " + said.dataset.most.replace("#", String(most)) : "");
  }

  function run() {
    var given = wanted();
    var any = Object.keys(given).some(function (name) { return given[name]; });
    if (!any) {
      list.textContent = "";
      section.hidden = true;
      said.textContent = "";
      return;
    }
    load().then(function (data) { show(data, given); }, function () { said.textContent = said.dataset.failed; });
  }

  var asked = new URLSearchParams(location.search);
  asked.forEach(function (value, name) {
    var field = form.elements.namedItem(name);
    if (field && "value" in field) { field.value = value; }
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var query = new URLSearchParams();
    var given = wanted();
    Object.keys(given).forEach(function (name) { if (given[name]) { query.set(name, given[name]); } });
    history.replaceState(null, "", "?" + query.toString());
    run();
  });
  form.addEventListener("change", run);
  if (location.search) { run(); }
}());
