// SPDX-License-Identifier: Apache-2.0
// node bench/growth_picture.mjs LINES.jsonl PICTURE.svg [cpu]: the lines of `gongxin bench scale` as a curve on logarithmic axes;
// with "cpu" the CPU seconds of all threads, which a busy machine disturbs less than wall time.
import { readFileSync, writeFileSync } from "node:fs";

const [linesFile, pictureFile, measure] = process.argv.slice(2);
const cpu = measure === "cpu";
const secondsOf = (run) => Number(cpu ? run.cpu_s : run.s);
if (!linesFile || !pictureFile) {
  console.error("usage: node bench/growth_picture.mjs LINES.jsonl PICTURE.svg [cpu]");
  process.exit(2);
}
const steps = readFileSync(linesFile, "utf8").trim().split("\n").map((line) => JSON.parse(line));
if (steps.length < 2) {
  console.error("at least two sizes are needed for a curve");
  process.exit(2);
}

const width = 860, height = 500, left = 80, right = 60, top = 60, bottom = 70;
const colours = ["#1f5fa8", "#b8482e", "#3b7d4a", "#7a4f9b"];
const threads = steps[0].runs.map((run) => run.threads);
const seconds = steps.flatMap((step) => step.runs.map(secondsOf));
const low = { x: Math.log10(Math.min(...steps.map((step) => step.obligations))), y: Math.floor(Math.log10(Math.min(...seconds))) };
const high = { x: Math.log10(Math.max(...steps.map((step) => step.obligations))), y: Math.ceil(Math.log10(Math.max(...seconds))) };
const x = (value) => left + ((Math.log10(value) - low.x) / (high.x - low.x)) * (width - left - right);
const y = (value) => height - bottom - ((Math.log10(value) - low.y) / (high.y - low.y || 1)) * (height - top - bottom);
const millions = (count) => `${Number((count / 1e6).toPrecision(3))} M`;

const parts = [];
const text = (at, string, more = "") => parts.push(`<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${more}>${string}</text>`);
const line = (from, to, more) =>
  parts.push(`<line x1="${from[0].toFixed(1)}" y1="${from[1].toFixed(1)}" x2="${to[0].toFixed(1)}" y2="${to[1].toFixed(1)}" ${more}/>`);

text([left, 28], "评价耗时随义务数量的增长 · Time of an evaluation as obligations grow", 'font-size="17" font-weight="600"');
for (let power = low.y; power <= high.y; power += 1) {
  const at = y(10 ** power);
  line([left, at], [width - right, at], 'stroke="#ddd"');
  text([left - 10, at + 4], power < 0 ? (10 ** power).toFixed(-power) : String(10 ** power), 'text-anchor="end"');
}
for (const step of steps) {
  line([x(step.obligations), top], [x(step.obligations), height - bottom], 'stroke="#eee"');
  text([x(step.obligations), height - bottom + 20], millions(step.obligations), 'text-anchor="middle"');
}
text([(left + width - right) / 2, height - 18], `义务 obligations (${steps[0].bodies} bodies, ${Math.max(...steps.map((step) => step.bytes_per_obligation))} B each in columns)`, 'text-anchor="middle"');
text([16, top - 14], cpu ? "CPU 秒 s" : "秒 s");

// What time in proportion to the largest size would be: the curve joins it once rows, not bodies, are the work.
const last = steps[steps.length - 1];
const anchor = secondsOf(last.runs[0]) / last.obligations;
const ideal = steps.filter((step) => Math.log10(anchor * step.obligations) >= low.y).map((step) => `${x(step.obligations).toFixed(1)},${y(anchor * step.obligations).toFixed(1)}`);
parts.push(`<polyline points="${ideal.join(" ")}" fill="none" stroke="#999" stroke-dasharray="4 4"/>`);

threads.forEach((count, index) => {
  const points = steps.map((step) => [x(step.obligations), y(secondsOf(step.runs[index]))]);
  const colour = colours[index % colours.length];
  parts.push(`<polyline points="${points.map((each) => each.map((n) => n.toFixed(1)).join(",")).join(" ")}" fill="none" stroke="${colour}" stroke-width="2.5"/>`);
  points.forEach((point, i) => {
    parts.push(`<circle cx="${point[0].toFixed(1)}" cy="${point[1].toFixed(1)}" r="4" fill="${colour}"/>`);
    text([point[0] + (index === 0 ? -8 : 8), point[1] + (index === 0 ? -9 : 18)], Number(secondsOf(steps[i].runs[index]).toPrecision(3)), `fill="${colour}" font-size="12" text-anchor="${index === 0 ? "end" : "start"}"`);
  });
  const at = top + 14 + index * 20;
  line([left + 16, at], [left + 46, at], `stroke="${colour}" stroke-width="2.5"`);
  text([left + 54, at + 4], `${count} 线程 thread${count === 1 ? "" : "s"}`);
});
const at = top + 14 + threads.length * 20;
line([left + 16, at], [left + 46, at], 'stroke="#999" stroke-dasharray="4 4"');
text([left + 54, at + 4], "正比 in proportion");

writeFileSync(pictureFile, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="'Noto Sans CJK SC', sans-serif" font-size="13" fill="#222">
<rect width="${width}" height="${height}" fill="#fff"/>
${parts.join("\n")}
</svg>
`);
