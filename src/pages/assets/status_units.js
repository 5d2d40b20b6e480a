// Numbers as people read them.
(function () {
  "use strict";

  const parts = (window.SluiceStatus = window.SluiceStatus || {});
  const none = "–"; // what is not known
  const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];
  const wholeNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const shortNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
  const timeUnits = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];

  // From ten on nobody reads the fraction.
  function number(value) {
    if (value === null || value === undefined) return none;
    return (Math.abs(value) < 10 ? shortNumber : wholeNumber).format(value);
  }

  function bytes(value) {
    if (value === null || value === undefined) return none;
    let unit = 0;
    while (value >= 1024 && unit < byteUnits.length - 1) {
      value /= 1024;
      unit += 1;
    }
    return (unit === 0 ? wholeNumber.format(value) : number(value)) + " " + byteUnits[unit];
  }

  // The two largest units: "3 d 4 h".
  function duration(seconds) {
    if (seconds === null || seconds === undefined) return none;
    let rest = Math.round(seconds);
    const shown = [];
    for (const [name, size] of timeUnits) {
      const count = Math.floor(rest / size);
      rest -= count * size;
      if (count > 0) shown.push(count + " " + name);
      else if (shown.length > 0) break;
      if (shown.length === 2) break;
    }
    return shown.join(" ") || "0 s";
  }

  function latency(seconds) {
    if (seconds === null || seconds === undefined) return none;
    return seconds < 1 ? Number((seconds * 1000).toPrecision(3)) + " ms" : seconds + " s";
  }

  function timeOfDay(seconds) {
    const when = new Date(seconds * 1000);
    return [when.getHours(), when.getMinutes(), when.getSeconds()]
      .map((each) => String(each).padStart(2, "0")).join(":");
  }

  parts.units = { none, number, bytes, duration, latency, timeOfDay };
})();
