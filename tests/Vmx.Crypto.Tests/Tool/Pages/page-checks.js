// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a page must be when it is shown: evaluated in it by PageTests, with the width it was given; returns what is wrong, a
// sentence each. Text and marks are judged by the boxes that the browser laid out and the colours that it computed.
(width) => {
  const problems = [];
  const tolerance = 1;
  const text = (element) => JSON.stringify(element.textContent.trim().replace(/\s+/g, ' ').slice(0, 50));
  const crosses = (a, b) => a.x + 0.5 < b.x + b.width && b.x + 0.5 < a.x + a.width && a.y + 0.5 < b.y + b.height && b.y + 0.5 < a.y + a.height;
  // A table's head is read out and not shown where the table is shown as cards.
  const isHidden = (element) => !element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
    || getComputedStyle(element.closest('thead') ?? element).clipPath !== 'none';

  // ---- the page and its boxes

  if (document.documentElement.scrollWidth > width) {
    const widest = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > width).map((element) => `${element.tagName} ${element.className} ${text(element)}`);
    problems.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${width}: ${widest.slice(0, 5).join('; ')}`);
  }
  const scrolls = (element) => element.scrollWidth > element.clientWidth + tolerance && getComputedStyle(element).overflowX !== 'visible';
  const isPicture = (element) => element.matches('figure') && element.querySelector(':scope > svg');
  for (const element of document.querySelectorAll('body *')) {
    if (element.clientWidth > 0 && !isHidden(element) && scrolls(element) && !isPicture(element)) {
      problems.push(`only scrolling sideways shows all of ${text(element)}`);
    }
  }

  // ---- text

  const linear = (channel) => channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  const parse = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => 0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
  const contrast = (a, b) => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = parse(getComputedStyle(element).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) {
        return colour;
      }
    }
    return [255, 255, 255];
  };
  const judgeText = (element, colour, size) => {
    const ratio = contrast(parse(colour), ground(element));
    if (ratio < 4.5) {
      problems.push(`the contrast of ${text(element)} is ${ratio.toFixed(2)}`);
    }
    if (size < 10.5) {
      problems.push(`${text(element)} is ${size.toFixed(1)} pixels high`);
    }
  };
  const block = (element) => {
    while (getComputedStyle(element).display === 'inline') {
      element = element.parentElement;
    }
    return element;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('svg') || isHidden(element)) {
      continue;
    }
    const style = getComputedStyle(element);
    judgeText(element, style.color, parseFloat(style.fontSize));
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = block(element).getBoundingClientRect();
    for (const line of range.getClientRects()) {
      if (line.left < -tolerance || line.right > width + tolerance) {
        problems.push(`${text(element)} leaves the page`);
      } else if (line.left < box.left - tolerance || line.right > box.right + tolerance || line.top < box.top - 4 || line.bottom > box.bottom + 4) {
        problems.push(`${text(element)} leaves its box`);
      }
    }
  }

  // ---- plots

  // On a phone the table beside a plot may stand for it.
  for (const plot of [...document.querySelectorAll('svg')].filter((plot) => !isHidden(plot))) {
    const [, , boxWidth, boxHeight] = plot.getAttribute('viewBox').split(' ').map(Number);
    const scale = plot.getBoundingClientRect().width / boxWidth;
    const name = plot.parentElement.querySelector('figcaption')?.textContent.trim();
    const isInside = (box) => box.x >= -tolerance && box.y >= -tolerance && box.x + box.width <= boxWidth + tolerance && box.y + box.height <= boxHeight + tolerance;
    const texts = [...plot.querySelectorAll('text')].filter((item) => item.textContent.trim());
    const boxes = texts.map((item) => item.getBBox());
    const bars = [...plot.querySelectorAll('rect')].map((item) => item.getBBox());
    texts.forEach((item, index) => {
      const style = getComputedStyle(item);
      judgeText(item, style.fill, parseFloat(style.fontSize) * scale);
      if (!isInside(boxes[index])) {
        problems.push(`${name}: ${text(item)} leaves the plot`);
      }
      for (let other = index + 1; other < texts.length; other++) {
        if (crosses(boxes[index], boxes[other])) {
          problems.push(`${name}: ${text(item)} and ${text(texts[other])} overlap`);
        }
      }
      if (bars.some((bar) => crosses(boxes[index], bar))) {
        problems.push(`${name}: ${text(item)} is written over a bar`);
      }
    });
    for (const mark of plot.querySelectorAll('rect, circle, line, polyline')) {
      if (!isInside(mark.getBBox())) {
        problems.push(`${name}: a ${mark.tagName} leaves the plot`);
      }
      const style = getComputedStyle(mark);
      const colour = mark.matches('rect, circle') ? style.fill : style.stroke;
      const ratio = contrast(parse(colour), ground(plot));
      if (!mark.matches('.grid, .form') && ratio < 3) {
        problems.push(`${name}: the contrast of a ${mark.tagName} ${mark.parentElement.getAttribute('class') ?? ''} is ${ratio.toFixed(2)}`);
      }
    }
    if (plot.getAttribute('role') !== 'img' || !plot.getAttribute('aria-label')) {
      problems.push(`${name}: a plot without words`);
    }
  }

  // ---- structure

  let last = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    const level = Number(heading.tagName[1]);
    if (level > last + 1) {
      problems.push(`${text(heading)} skips a level of headings`);
    }
    last = level;
  }
  if (document.querySelectorAll('h1').length !== 1 || document.querySelectorAll('main').length !== 1 || !document.documentElement.lang) {
    problems.push('the page has no one title, no one main part, or no language');
  }
  for (const head of document.querySelectorAll('th:not([scope])')) {
    problems.push(`the heading ${text(head)} does not say of what`);
  }
  return problems;
}
