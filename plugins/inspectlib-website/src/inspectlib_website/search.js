// Narrow the list of recommendations as the form says. Without this script the page lists subjects and filters.
(function () {
  "use strict";
  var form = document.querySelector("form.search");
  var said = document.getElementById("found");
  var meant = document.getElementById("meant");
  var section = document.getElementById("results");
  if (!form || !said || !meant || !section) { return; }
  var shown = section.querySelector("ul");
  var more = section.querySelector(".more");
  var kinds = JSON.parse(said.dataset.kinds);
  var stages = JSON.parse(said.dataset.stages);
  var bodies = {};
  if (form.elements.body) {
    Array.from(form.elements.body.options).forEach(function (each) { bodies[each.value] = each.text; });
  }
  // what a word may lose at its end before it is looked for, the longest first; and the least that is left of it
  var endings = ["ies", "ing", "es", "ed", "s"].concat(said.dataset.lang ? ["oedd", "ion", "iau", "au"] : []);
  var least = 4;
  var step = 50;
  var kept = {};
  var asked = 0;
  var found = [];

  function load(name) {
    if (!kept[name]) {
      kept[name] = fetch(said.dataset.words + name + ".json").then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      });
    }
    return kept[name];
  }

  // The words of a text in lower case without accents, as they stand in the files.
  function wordsOf(text) {
    return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) || [];
  }

  function letterOf(word) {
    var first = word.charAt(0);
    return first >= "a" && first <= "z" ? first : "other";
  }

  // The beginnings by which a word is found: itself, and what is left of it without an ending.
  function beginnings(word) {
    if (/[0-9]/.test(word)) { return [word]; }
    return [word].concat(endings.filter(function (end) {
      return word.endsWith(end) && word.length - end.length >= least;
    }).slice(0, 1).map(function (end) { return word.slice(0, -end.length); }));
  }

  // A number is found whole, or before a letter: 4 finds 4 and 4a, not 40.
  function begins(each, word) {
    return beginnings(word).some(function (start) {
      return each.startsWith(start) && !(/[0-9]$/.test(start) && /[0-9]/.test(each.charAt(start.length)));
    });
  }

  // The places of the items that say a word which begins like this one.
  function placesOf(word, held) {
    var places = new Set();
    Object.keys(held).forEach(function (each) {
      if (!begins(each, word)) { return; }
      held[each].reduce(function (place, more) {
        places.add(place + more);
        return place + more;
      }, 0);
    });
    return places;
  }

  function wanted() {
    var given = {};
    new FormData(form).forEach(function (value, name) { given[name] = String(value).trim(); });
    return given;
  }

  // How an item is called: as the page calls it, and by the first letters of its kind, such as afi.
  function callOf(item) {
    return kinds[item[0]].replace("#", function () { return item[1]; });
  }

  function initials(kind) {
    return kind.split("_").map(function (word) { return word.charAt(0); }).join("").toLowerCase();
  }

  // Every item that the form asks for; `seen` counts the items of each word.
  function search(list, words, held, given) {
    var result = { items: [], seen: words.map(function () { return 0; }), vocabulary: new Set() };
    var place = -1;
    var places = words.map(function (word, at) { return placesOf(word, held[at]); });
    list.reports.forEach(function (report) {
      var about = wordsOf(report[0]);
      about.forEach(function (word) { result.vocabulary.add(word); });
      report[4].forEach(function (item) {
        place += 1;
        var name = callOf(item);
        var theme = list.themes[item[3]];
        var text = about.concat(wordsOf(name + " " + theme), initials(item[0]));
        var all = true;
        words.forEach(function (word, at) {
          var there = places[at].has(place) || text.some(function (each) { return begins(each, word); });
          result.seen[at] += there ? 1 : 0;
          all = all && there;
        });
        if (!all || given.year && String(report[2] === null ? "none" : report[2]) !== given.year) { return; }
        if (given.body && report[1] !== given.body || given.state && item[2] !== given.state) { return; }
        if (given.theme && theme !== given.theme) { return; }
        result.items.push({
          title: report[0], name: name, page: report[3] + "/" + (item[4] || "recommendation-" + item[1]) + ".html",
          about: [bodies[report[1]], report[2], stages[item[2]]], theme: theme
        });
      });
    });
    return result;
  }

  // How many letters must be changed, added, left out or exchanged with the next to make one word of another.
  function distance(one, other) {
    var before = [];
    var last = Array.from({ length: other.length + 1 }, function (_, at) { return at; });
    for (var i = 1; i <= one.length; i += 1) {
      var row = [i];
      for (var j = 1; j <= other.length; j += 1) {
        var same = one[i - 1] === other[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[other.length];
  }

  // The word that is nearest to one that nobody says; none where nothing is near.
  function nearest(word, vocabulary) {
    var best = null;
    var least = word.length > 5 ? 3 : 2;
    vocabulary.forEach(function (each) {
      var far = Math.abs(each.length - word.length) < least ? distance(word, each) : least;
      if (far < least) { best = each; least = far; }
    });
    return best;
  }

  function mean(words, held, result) {
    var instead = words.map(function (word, at) {
      if (result.seen[at] || word.length < least || /[0-9]/.test(word)) { return word; }
      Object.keys(held[at]).forEach(function (each) { result.vocabulary.add(each); });
      return nearest(word, result.vocabulary) || word;
    });
    meant.hidden = instead.join(" ") === words.join(" ");
    meant.textContent = "";
    if (meant.hidden) { return; }
    var parts = meant.dataset.words.split("#");
    var link = document.createElement("a");
    link.href = "?q=" + encodeURIComponent(instead.join(" "));
    link.textContent = instead.join(" ");
    meant.append(parts[0], link, parts[1]);
  }

  function entryOf(each) {
    var entry = document.createElement("li");
    var link = document.createElement("a");
    var title = document.createElement("span");
    var about = document.createElement("span");
    link.href = said.dataset.pages + each.page;
    link.textContent = each.name + ", ";
    title.textContent = each.title;
    about.className = "about";
    about.textContent = each.about.filter(Boolean).join(" \u00b7 ");
    link.append(title);
    entry.append(link, about);
    if (each.theme) {
      var theme = document.createElement("span");
      theme.textContent = each.theme;
      about.append(" \u00b7 ", theme);
      if (said.dataset.lang) { theme.lang = said.dataset.lang; }
    }
    if (said.dataset.lang) { title.lang = said.dataset.lang; }
    return entry;
  }

  function show() {
    var from = shown.children.length;
    found.slice(from, from + step).forEach(function (each) { shown.append(entryOf(each)); });
    more.hidden = shown.children.length >= found.length;
    return shown.children[from];
  }

  function ask(given) {
    var turn = asked += 1;
    return load("list").then(function (list) {
      var words = wordsOf(given.q || "").filter(function (word) { return list.common.indexOf(word) === -1; });
      var letters = words.map(function (word) {
        var letter = letterOf(word);
        return list.letters.indexOf(letter) === -1 ? {} : load(letter);
      });
      return Promise.all(letters).then(function (held) {
        if (turn !== asked) { return; } // an earlier answer may come late
        var result = search(list, words, held, given);
        found = result.items;
        shown.textContent = "";
        section.hidden = found.length === 0;
        said.textContent = said.dataset.found.replace("#", String(found.length));
        mean(words, held, result);
        show();
      });
    });
  }

  function run() {
    var given = wanted();
    var any = Object.keys(given).some(function (name) { return given[name]; });
    if (!any) {
      asked += 1;
      shown.textContent = "";
      section.hidden = meant.hidden = true;
      said.textContent = "";
      return;
    }
    ask(given).catch(function () { said.textContent = said.dataset.failed; });
  }

  form.hidden = false;
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
  more.addEventListener("click", function () {
    var first = show();
    if (first) { first.querySelector("a").focus(); }
  });
  if (location.search) { run(); }
}());
