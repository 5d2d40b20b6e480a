// Draws what bench_peers --save wrote: processor time of a delivery against the number of
// subscribers, and against the number of event loops.
//
//   node plot.mjs results.json FOLDER
//
// writes cost_by_subscribers.svg and cost_by_loops.svg there, those that the results have rows for.
// Both axes say their unit; the lower one is logarithmic.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const width = 640;
const height = 400;
const margin = { left: 64, right: 150, top: 44, bottom: 52 };
const labelHeight = 15;
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
    const x = scale.x(value).toFixed(1);
    parts.push(`<path d="M${x} ${bottom}v5" stroke="#57606a"/>`);
    parts.push(text(scale.x(value), bottom + 18, value.toLocaleString('en'), 'text-anchor="middle"'));
  }
  return parts;
}

// Names stand where their lines end, each below the one before it: lines that end together would
// have theirs on top of each other. What the last ones need more than there is, all move up.
function labelPlaces(lines, scale) {
  const ends = [...lines].map(([name, points]) => ({ name, y: scale.y(points.at(-1).y) }));
  ends.sort((a, b) => a.y - b.y);
  ends.forEach((each, index) => {
    if (index > 0) each.y = Math.max(each.y, ends[index - 1].y + labelHeight);
  });
  const below = ends.at(-1).y - (margin.top + inner.height);
  return new Map(ends.map(({ name, y }) => [name, below > 0 ? y - below : y]));
}

function line([name, points], index, scale, labelY) {
  const colour = colours[index % colours.length];
  const places = points.map(({ x, y }) => ({ x: scale.x(x), y: scale.y(y) }));
  const path = places.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  const last = places.at(-1);
  return [
    `<path d="M${path.join('L')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...places.map(({ x, y }) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colour}"/>`),
    `<path d="M${(last.x + 5).toFixed(1)} ${last.y.toFixed(1)}L${(last.x + 15).toFixed(1)} ${labelY.toFixed(1)}" stroke="${colour}"/>`,
    text(last.x + 18, labelY + 4, name, `fill="${colour}"`),
  ];
}

function draw({ title, left, below }, lines) {
  const points = [...lines.values()].flat();
  const places = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const most = Math.max(...points.map(({ y }) => y)) * 1.1;
  const [from, to] = [Math.log(places[0]), Math.log(places[places.length - 1])];
  const scale = {
    most,
    x: (value) => margin.left + ((Math.log(value) - from) / (to - from || 1)) * inner.width,
    y: (value) => margin.top + inner.height * (1 - value / most),
  };
  const labels = labelPlaces(lines, scale);
  const middle = margin.top + inner.height / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    text(margin.left, 22, title, 'font-size="14" font-weight="bold"'),
    text(margin.left + inner.width / 2, height - 12, below, 'text-anchor="middle"'),
    text(18, middle, left, `text-anchor="middle" transform="rotate(-90 18 ${middle})"`),
    ...grid(places, scale),
    ...[...lines].flatMap((each, index) => line(each, index, scale, labels.get(each[0]))),
    '</svg>',
    '',
  ].join('\n');
}

const plots = [
  {
    report: 'size',
    file: 'cost_by_subscribers.svg',
    rows: /^(?<subject>[^,]+), (?<at>\d+) subscribers$/,
    title: 'One update at a time: what a delivery costs all of its servers',
    left: 'processor time a delivery, µs',
    below: 'subscribers of one topic (logarithmic)',
  },
  {
    report: 'loops',
    file: 'cost_by_loops.svg',
    rows: /^(?<subject>[^,]+), (?<at>\d+) loops?, (?<kind>paced)$/,
    title: 'Several event loops: what a delivery costs all of its servers',
    left: 'processor time a delivery, µs',
    below: 'event loops of the worker (logarithmic)',
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
  if (lines.size > 0) writeFileSync(join(folder, plot.file), draw(plot, lines));
}
