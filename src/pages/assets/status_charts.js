// A card a figure: its name, what it is now, and its line over the last ten minutes. One cursor for
// all, moved by a mouse over any chart or by the slider above them, so that a keyboard and a finger
// can read every point as well. The lines are drawn by uPlot.
(function () {
  "use strict";

  const parts = (window.SluiceStatus = window.SluiceStatus || {});
  const units = parts.units;
  const chartHeight = 104; // pixels: three or four lines of the scale
  const scaleWidth = 56; // pixels: "1,023 KiB" in the small font
  const shortestSeconds = 60; // of a scale: what a page shows that was just opened
  const wholeSteps = [1, 2, 5];
  const thousands = steps(wholeSteps, 10);
  const binary = steps([1, 2, 4, 8, 16, 32, 64, 128, 256, 512], 1024);

  const perSecond = (text) => (value) => text(value) + (value === null ? "" : " /s");
  const beyond = (value) => (value === Infinity ? "> 5 s" : units.latency(value));
  const plural = (count, noun) => units.number(count) + " " + noun + (count === 1 ? "" : "s");
  const cards = [
    { name: "streams", title: "Streams open", text: units.number, steps: thousands,
      beside: (now) => "in " + plural(now.audiences, "group") + " that want the same" },
    { name: "published", title: "Updates published", text: perSecond(units.number),
      steps: thousands, beside: (now) => units.number(now.counts.updates_published) + " in all" },
    { name: "deliveries", title: "Deliveries to streams", text: perSecond(units.number),
      steps: thousands, beside: (now) => units.number(now.counts.deliveries) + " in all" },
    { name: "bytes", title: "Bytes to streams", text: perSecond(units.bytes), steps: binary,
      beside: (now) => units.bytes(now.counts.delivered_bytes) + " in all" },
    { name: "late", title: "Delivery, slowest 1 %", text: (value) => (value === null
      ? units.none : (value === Infinity ? "" : "≤ ") + beyond(value)), isLatency: true,
      beside: () => "upper bound, in this second" },
    { name: "behind", title: "Readers behind", text: units.number, steps: thousands,
      beside: (now) => "of " + plural(now.streams, "stream") },
    { name: "queued", title: "Queued for them", text: units.bytes, steps: binary,
      beside: () => "sent, and not yet taken" },
    { name: "connections", title: "Connections", text: units.number, steps: thousands,
      beside: (now) => "of at most " + units.number(now.connections_limit) },
  ];

  // What a scale may count by: these, and these times every power.
  function steps(first, power) {
    const all = [];
    for (let factor = 1; factor < 1e15; factor *= power) {
      first.forEach((each) => all.push(each * factor));
    }
    return all;
  }

  // Asked for once a drawing: each answer makes the browser work out the page's styles.
  const colours = {};

  function readColours() {
    const style = getComputedStyle(document.body);
    ["soft", "line", "mark", "under"].forEach((name) => {
      colours[name] = style.getPropertyValue("--" + name).trim();
    });
  }

  // Room above the highest point, and never a scale without height.
  function rangeOf(of) {
    if (of.isLatency) return () => [0.0001, 5]; // the buckets' own bounds
    const least = of.steps === binary ? 1024 : 1;
    return (plot, lowest, highest) => [0, Math.max(least, (highest || 0) * 1.15)];
  }

  function verticalAxis(of) {
    const axis = { scale: "y", size: scaleWidth, gap: 4, space: 28, font: font(),
      stroke: () => colours.soft, ticks: { show: false },
      grid: { stroke: () => colours.line, width: 1 } };
    if (of.isLatency) {
      axis.splits = () => [0.0001, 0.001, 0.01, 0.1, 1];
      axis.filter = (plot, all) => all;
      axis.values = (plot, all) => all.map(units.latency);
      axis.space = 12;
    } else {
      axis.incrs = of.steps;
      axis.values = (plot, all) => all.map(of.steps === binary ? units.bytes : units.number);
    }
    return axis;
  }

  function horizontalAxis() {
    return { size: 22, gap: 2, space: 48, font: font(), incrs: [10, 30, 60, 120, 300],
      stroke: () => colours.soft, ticks: { show: false }, grid: { show: false },
      values: (plot, all) => all.map(shortTime) };
  }

  // "14:05" at full minutes, else ":30".
  function shortTime(at) {
    const time = units.timeOfDay(at);
    return time.endsWith(":00") ? time.slice(0, 5) : time.slice(5);
  }

  function font() {
    return "11px " + getComputedStyle(document.body).fontFamily;
  }

  function draw(of, into, onCursor) {
    const line = of.isLatency
      ? { paths: () => null, points: { show: true, size: 4, width: 0, fill: () => colours.mark } }
      : { points: { show: false }, fill: () => colours.under };
    const options = {
      width: into.clientWidth || 1, height: chartHeight, legend: { show: false },
      padding: [6, 16, 0, 0],
      scales: { x: { time: false }, y: { range: rangeOf(of), distr: of.isLatency ? 3 : 1 } },
      axes: [horizontalAxis(), verticalAxis(of)],
      series: [{}, Object.assign({ scale: "y", width: 1.5, stroke: () => colours.mark }, line)],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 },
        dataIdx: (plot, series, index) => index }, // not the nearest that is known
      hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx)] },
    };
    return new uPlot(options, [[], []], into);
  }

  function place(of, template, list) {
    const card = template.content.cloneNode(true).firstElementChild;
    const find = (name) => card.querySelector("." + name);
    find("title").textContent = of.title;
    card.dataset.figure = of.name;
    list.append(card);
    return { of, value: find("value"), beside: find("beside"), chart: find("chart"), card };
  }

  /** Makes the cards in `list`. `onMoment` gets the time that the cursor is at, null for now. */
  parts.createCharts = function (list, template, onMoment) {
    let times = [];
    let columns = [];
    let latest = null; // {document, figures}
    let chosen = null; // index into times
    let isMoving = false;
    readColours();
    const placed = cards.map((of) => place(of, template, list));
    placed.forEach((each) => { each.plot = draw(each.of, each.chart, (at) => choose(at, each)); });

    function write(each, index) {
      const value = chosen === null ? latest.figures[each.of.name] : columns[index][chosen];
      each.value.textContent = each.of.text(value === undefined ? null : value);
      each.beside.textContent = chosen === null
        ? each.of.beside(latest.document) : "at " + units.timeOfDay(times[chosen]);
    }

    // uPlot tells of every move of a cursor, also of those that are made here.
    function choose(index, by) {
      if (isMoving || !latest) return;
      isMoving = true;
      chosen = index === undefined || index === null ? null : index;
      placed.forEach((each) => {
        if (each !== by) moveCursor(each.plot);
      });
      placed.forEach(write);
      onMoment(chosen === null ? null : times[chosen]);
      isMoving = false;
    }

    function moveCursor(plot) {
      const left = chosen === null ? -10 : plot.valToPos(times[chosen], "x");
      plot.setCursor({ left, top: chosen === null ? -10 : 0 }, false);
    }

    function describe(each, index) {
      const known = columns[index].filter((value) => value !== null);
      const ends = known.length === 0 ? "nothing known" : "lowest " +
        each.of.text(Math.min(...known)) + ", highest " + each.of.text(Math.max(...known));
      each.chart.setAttribute("aria-label", each.of.title + ", so far: " + ends);
    }

    /** Draws what the record has; `document` is its latest. */
    function show(record, document) {
      const moment = chosen === null ? null : times[chosen];
      times = record.times();
      columns = placed.map((each) => record.column(each.of.name));
      latest = { document, figures: record.latest() };
      if (moment !== null) chosen = indexAt(moment);
      const newest = times[times.length - 1];
      const oldest = Math.min(times[0], newest - shortestSeconds);
      isMoving = true;
      readColours();
      placed.forEach((each, index) => {
        const drawn = each.of.isLatency
          ? columns[index].map((value) => (value === Infinity ? 5 : value)) : columns[index];
        each.plot.batch(() => {
          each.plot.setData([times, drawn], false);
          each.plot.setScale("x", { min: oldest, max: newest });
          moveCursor(each.plot);
        });
        write(each, index);
        describe(each, index);
      });
      isMoving = false;
    }

    // The last sample that is not later; before the first, the first.
    function indexAt(moment) {
      let index = times.length - 1;
      while (index > 0 && times[index] > moment) index -= 1;
      return index;
    }

    /** For other colours: of another scheme, or of what is out of date. */
    function redraw() {
      readColours();
      placed.forEach((each) => each.plot.redraw(false, true));
    }

    const sizes = new ResizeObserver(() => placed.forEach(({ plot, chart }) => {
      plot.setSize({ width: chart.clientWidth, height: chartHeight });
    }));
    sizes.observe(list);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

    return {
      show,
      redraw,
      /** Moves the cursor to what was so many seconds ago; 0 is now, and whatever comes. */
      lookBack: (seconds) => {
        if (times.length === 0) return;
        choose(seconds === 0 ? null : indexAt(times[times.length - 1] - seconds), null);
      },
    };
  };
})();
