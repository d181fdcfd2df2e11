(function () {
  'use strict';
  var root = document.documentElement, bodies, strips, groups, told, chosen = new Set(), texts = null;

  function stored(key, value) {
    try {
      if (value === undefined) return localStorage.getItem('mou-' + key);
      localStorage.setItem('mou-' + key, value);
    } catch (error) { /* a page from disk may have no storage */ }
    return null;
  }
  function byId(id) { return document.getElementById(id); }
  function all(selector, within) { return Array.from((within || document).querySelectorAll(selector)); }
  function press(button, on) { button.setAttribute('aria-pressed', on ? 'true' : 'false'); }

  // As early as possible, so that nothing is drawn twice.
  root.classList.add('js');
  if (stored('theme')) root.dataset.theme = stored('theme');

  function dark() {
    if (root.dataset.theme) return root.dataset.theme === 'dark';
    return matchMedia('(prefers-color-scheme: dark)').matches;
  }
  // The texts of the first language are read from the page before they are exchanged for the first time.
  function speak(language) {
    var marked = all('[data-t]'), own = told.words[root.lang] || (told.words[root.lang] = []);
    if (language === root.lang) return;
    if (!own.length) marked.forEach(function (text) { own[text.dataset.t] = text.textContent; });
    marked.forEach(function (text) { text.textContent = told.words[language][text.dataset.t]; });
    root.lang = language;
    texts = null;
    all('.lang').forEach(function (button) { press(button, button.dataset.lang === language); });
    filter();
  }

  // What can be searched in a record: its row and the values of its details.
  function searchable() {
    return texts || (texts = bodies.map(function (body) {
      return all('tr:first-child > *, .why, .parts td, .parts .wide th, .parts p, .parts a', body)
        .map(function (cell) { return cell.textContent; }).join('\n').toLowerCase();
    }));
  }
  function filter() {
    var words = byId('_search').value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    bodies.forEach(function (body, at) {
      var fits = (!chosen.size || chosen.has(body.dataset.status)) &&
        words.every(function (word) { return searchable()[at].includes(word); });
      shown += fits;
      body.hidden = strips[at].hidden = !fits;
    });
    groups.forEach(function (group) { group.hidden = !group.querySelector('li:not([hidden])'); });
    byId('_count').textContent = told.shown[root.lang].replace('{shown}', shown);
    byId('_none').hidden = shown > 0;
    byId('_clear').hidden = !chosen.size && !words.length;
    all('.tile').forEach(function (tile) { press(tile, chosen.has(tile.dataset.status)); });
  }
  function choose(status) {
    if (!chosen.delete(status)) chosen.add(status);
    filter();
    var list = byId('_list');
    if (chosen.size && list.getBoundingClientRect().top > innerHeight * 0.6) list.scrollIntoView();
  }
  function clear() {
    chosen.clear();
    byId('_search').value = '';
    filter();
    byId('_search').focus();
  }

  // Records without the value stand last, whichever way the others are sorted.
  function sort(head) {
    var down = head.getAttribute('aria-sort') === 'ascending', key = head.dataset.sort, way = down ? -1 : 1;
    var order = new Intl.Collator(root.lang, {numeric: true});
    var value = {
      title: function (at) { return bodies[at].querySelector('.open').textContent; },
      rank: function (at) { return at; },
      day: function (at) { return bodies[at].dataset.day; },
      next: function (at) { return bodies[at].dataset.next; }
    }[key];
    var rows = bodies.map(function (_, at) { return [value(at), at]; });
    rows.sort(function (one, other) {
      if (key === 'rank') return way * (one[0] - other[0]);
      if (!one[0] || !other[0]) return (one[0] ? 0 : 1) - (other[0] ? 0 : 1) || one[1] - other[1];
      return way * (key === 'title' ? order.compare(one[0], other[0]) : one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0) ||
        one[1] - other[1];
    });
    var sorted = document.createDocumentFragment();
    rows.forEach(function (row) { sorted.append(bodies[row[1]]); });
    byId('_table').append(sorted);
    all('th[aria-sort]', byId('_table')).forEach(function (other) { other.removeAttribute('aria-sort'); });
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  }

  function open(body, on) {
    body.classList.toggle('on', on);
    body.querySelector('.open').setAttribute('aria-expanded', on ? 'true' : 'false');
  }
  function visit() {
    var body = bodies.find(function (one) { return one.id === location.hash.slice(1); });
    if (!body) return;
    if (body.hidden) clear();
    open(body, true);
    body.querySelector('.open').focus({preventScroll: true});
    body.scrollIntoView();
  }
  function clicked(event) {
    var link = event.target.closest('a[href^="#"]');
    if (!link || link.classList.contains('skip')) return;
    var body = link.closest('tbody');
    event.preventDefault();
    if (body) {
      open(body, !body.classList.contains('on'));
    } else if (location.hash === link.hash) {
      visit();
    } else {
      location.hash = link.hash;
    }
  }

  function start() {
    var all_open = byId('_open'), theme = byId('_theme');
    told = JSON.parse(byId('_words').textContent);
    bodies = all('#_table > tbody');
    strips = all('.group li');
    groups = all('.group');
    all('button:disabled').forEach(function (button) { button.disabled = false; });
    bodies.forEach(function (body) { open(body, false); });
    all('.tile').forEach(function (tile) {
      tile.addEventListener('click', function () { choose(tile.dataset.status); });
    });
    all('th[data-sort]').forEach(function (head) {
      head.firstElementChild.addEventListener('click', function () { sort(head); });
    });
    all('.lang').forEach(function (button) {
      button.addEventListener('click', function () { speak(button.dataset.lang); stored('lang', button.dataset.lang); });
    });
    byId('_search').addEventListener('input', filter);
    byId('_clear').addEventListener('click', clear);
    all_open.addEventListener('click', function () {
      var on = all_open.getAttribute('aria-pressed') === 'false';
      press(all_open, on);
      bodies.forEach(function (body) { if (!body.hidden) open(body, on); });
    });
    press(theme, dark());
    theme.addEventListener('click', function () {
      root.dataset.theme = dark() ? 'light' : 'dark';
      press(theme, dark());
      stored('theme', root.dataset.theme);
    });
    var language = stored('lang');
    if (all('.lang').some(function (button) { return button.dataset.lang === language; })) speak(language);
    document.addEventListener('click', clicked);
    addEventListener('hashchange', visit);
    visit();
  }
  document.addEventListener('DOMContentLoaded', start);
})();
