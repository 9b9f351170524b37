// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What the plots of a page show, as the browser has them: for each its section, its title, its bars by label with their
// lengths, its measured lines with their numbers of points, and whether the limit is there.
() => [...document.querySelectorAll('figure')].map((figure) => ({
  section: figure.closest('section').getAttribute('aria-labelledby'),
  title: figure.querySelector('figcaption').firstChild.data.trim(),
  bars: [...figure.querySelectorAll('rect.bar')].map((bar) => ({
    label: bar.parentElement.querySelector('.label')?.textContent ?? '',
    length: bar.getBBox().width,
  })),
  points: [...figure.querySelectorAll('g:has(> circle)')].map((line) => line.querySelectorAll('circle').length),
  names: [...figure.querySelectorAll('text.end')].map((name) => name.textContent),
  limit: figure.querySelector('line.limit, .limit polyline.line') !== null,
}))
