// Draws what bench_peers --save wrote: processor time of a delivery against the number of
// subscribers, and against the number of event loops.
//
//   node plot.mjs results.json FOLDER
//
// writes cost_by_subscribers.svg and cost_by_loops.svg there, those that the results have rows for.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const width = 640;
const height = 400;
const margin = { left: 64, right: 150, top: 40, bottom: 52 };
const colours = ['#0b6e4f', '#1f6feb', '#8957e5', '#d1242f', '#bf8700', '#57606a'];

const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };

// Rows are named "subject, 300 subscribers" or "subject, 2 loops, paced".
function linesOf(report, wanted) {
  const lines = new Map();
  for (const row of report.rows) {
    const found = wanted.exec(row.subject);
    if (!found || row.total_us === null) continue;
    const { subject, at, kind } = found.groups;
    const name = kind ? `${subject}, ${kind}` : subject;
    if (!lines.has(name)) lines.set(name, []);
    lines.get(name).push({ x: Number(at), y: row.total_us });
  }
  return lines;
}

// 1, 2 or 5 times a power of ten.
function niceStep(most) {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
}

function text(x, y, content, more = '') {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${content}</text>`;
}

function grid(places, scale) {
  const right = margin.left + inner.width;
  const bottom = margin.top + inner.height;
  const parts = [];
  const step = niceStep(scale.most);
  for (let value = 0; value <= scale.most; value += step) {
    const y = scale.y(value);
    parts.push(`<path d="M${margin.left} ${y.toFixed(1)}H${right}" stroke="#d0d7de"/>`);
    parts.push(text(margin.left - 8, y + 4, String(Number(value.toPrecision(3))), 'text-anchor="end"'));
  }
  for (const value of places) {
    parts.push(text(scale.x(value), bottom + 18, String(value), 'text-anchor="middle"'));
  }
  return parts;
}

function line([name, points], index, scale) {
  const colour = colours[index % colours.length];
  const path = points.map(({ x, y }) => `${scale.x(x).toFixed(1)} ${scale.y(y).toFixed(1)}`);
  const last = points[points.length - 1];
  return [
    `<path d="M${path.join('L')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...path.map((at) => `<circle cx="${at.split(' ')[0]}" cy="${at.split(' ')[1]}" r="3" fill="${colour}"/>`),
    text(scale.x(last.x) + 8, scale.y(last.y) + 4, name, `fill="${colour}"`),
  ];
}

function draw(title, below, lines) {
  const points = [...lines.values()].flat();
  const places = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const most = Math.max(...points.map(({ y }) => y)) * 1.1;
  const [from, to] = [Math.log(places[0]), Math.log(places[places.length - 1])];
  const scale = {
    most,
    x: (value) => margin.left + ((Math.log(value) - from) / (to - from || 1)) * inner.width,
    y: (value) => margin.top + inner.height * (1 - value / most),
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    text(margin.left, 22, title, 'font-size="14" font-weight="bold"'),
    text(margin.left + inner.width / 2, height - 12, below, 'text-anchor="middle"'),
    ...grid(places, scale),
    ...[...lines].flatMap((each, index) => line(each, index, scale)),
    '</svg>',
    '',
  ].join('\n');
}

const plots = [
  {
    report: 'size',
    file: 'cost_by_subscribers.svg',
    rows: /^(?<subject>[^,]+), (?<at>\d+) subscribers$/,
    title: 'Processor time of all servers a delivery, µs, one update at a time',
    below: 'subscribers of one topic',
  },
  {
    report: 'loops',
    file: 'cost_by_loops.svg',
    rows: /^(?<subject>[^,]+), (?<at>\d+) loops?, (?<kind>paced)$/,
    title: 'Processor time of all servers a delivery, µs, by event loops',
    below: 'event loops of the worker',
  },
];

const [, , file, folder] = process.argv;
if (!folder) {
  console.error('usage: node plot.mjs results.json FOLDER');
  process.exit(2);
}
const results = JSON.parse(readFileSync(file, 'utf8'));
for (const plot of plots) {
  const report = results.reports.find((each) => each.name === plot.report);
  const lines = report ? linesOf(report, plot.rows) : new Map();
  if (lines.size > 0) writeFileSync(join(folder, plot.file), draw(plot.title, plot.below, lines));
}
