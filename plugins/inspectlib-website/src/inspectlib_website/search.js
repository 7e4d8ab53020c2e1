// Narrow the list of recommendations as the form says. Without this script the page lists subjects and filters.
(function () {
  "use strict";
  var form = document.querySelector("form.search");
  var said = document.getElementById("found");
  var section = document.getElementById("results");
  if (!form || !said || !section) { return; }
  var shown = section.querySelector("ul");
  var most = 50;
  var kept = {};
  var asked = 0;

  function load(name) {
    if (!kept[name]) {
      kept[name] = fetch(said.dataset.words + name + ".json").then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      });
    }
    return kept[name];
  }

  function plain(text) {
    return text.toLowerCase().replace(/\u2019/g, "'");
  }

  function letterOf(word) {
    var first = word.normalize("NFD").charAt(0);
    return first >= "a" && first <= "z" ? first : "other";
  }

  function wanted() {
    var given = {};
    new FormData(form).forEach(function (value, name) { given[name] = String(value).trim(); });
    return given;
  }

  // The places of the items that say a word which begins like this one.
  function placesOf(word, words) {
    var places = new Set();
    Object.keys(words).forEach(function (each) {
      if (each.indexOf(word) !== 0) { return; }
      words[each].reduce(function (place, step) {
        places.add(place + step);
        return place + step;
      }, 0);
    });
    return places;
  }

  // Every item that the form asks for, as [report, name, page].
  function search(list, words, held, given) {
    var kinds = JSON.parse(said.dataset.kinds);
    var found = [];
    var place = -1;
    var places = words.map(function (word, at) { return placesOf(word, held[at]); });
    list.reports.forEach(function (report) {
      var about = plain(report[0]);
      report[4].forEach(function (item) {
        place += 1;
        if (given.year && String(report[2] === null ? "none" : report[2]) !== given.year) { return; }
        if (given.body && report[1] !== given.body) { return; }
        if (given.state && item[2] !== given.state) { return; }
        if (given.theme && list.themes[item[3]] !== given.theme) { return; }
        var name = kinds[item[0]].replace("#", function () { return item[1]; });
        var text = about + " " + plain(name + " " + list.themes[item[3]]);
        if (words.every(function (word, at) { return places[at].has(place) || text.indexOf(word) !== -1; })) {
          found.push([report[0], name, report[3] + "/" + (item[4] || "recommendation-" + item[1]) + ".html"]);
        }
      });
    });
    return found;
  }

  function show(found) {
    shown.textContent = "";
    found.slice(0, most).forEach(function (each) {
      var entry = document.createElement("li");
      var link = document.createElement("a");
      link.href = said.dataset.pages + each[2];
      link.textContent = each[1] + ", ";
      var title = document.createElement("span");
      if (said.dataset.lang) { title.lang = said.dataset.lang; }
      title.textContent = each[0];
      link.appendChild(title);
      entry.appendChild(link);
      shown.appendChild(entry);
    });
    section.hidden = found.length === 0;
    said.textContent = said.dataset.found.replace("#", String(found.length)) +
      (found.length > most ? " " + said.dataset.most.replace("#", String(most)) : "");
  }

  function ask(given) {
    var turn = asked += 1;
    return load("list").then(function (list) {
      var words = plain(given.q || "").split(/\s+/).filter(function (word) {
        return word && list.common.indexOf(word) === -1 && (word.length > 2 || /[0-9]/.test(word));
      });
      var letters = words.map(function (word) { 
        var letter = letterOf(word);
        return list.letters.indexOf(letter) === -1 ? {} : load(letter);
      });
      return Promise.all(letters).then(function (held) {
        if (turn === asked) { show(search(list, words, held, given)); } // an earlier answer may come late
      });
    });
  }

  function run() {
    var given = wanted();
    var any = Object.keys(given).some(function (name) { return given[name]; });
    if (!any) {
      asked += 1;
      shown.textContent = "";
      section.hidden = true;
      said.textContent = "";
      return;
    }
    ask(given).catch(function () { said.textContent = said.dataset.failed; });
  }

  new URLSearchParams(location.search).forEach(function (value, name) {
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
