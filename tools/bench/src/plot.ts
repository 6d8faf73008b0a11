import { grouped } from './report';
import { dimensions, type Dimension, type Point } from './scale-point';

/** Sizes in the picture, px. */
const panel = { width: 250, height: 190, left: 62, top: 34, gap: 28, bottom: 40 };
const inner = { width: panel.width - panel.left, height: panel.height - panel.top };

const titles: Readonly<Record<Dimension, string>> = {
  partitions: 'partitions',
  processes: 'processes',
  checks: 'Checks',
};

/** Results per second over the variable that changed, one panel each: an SVG. */
export function plot(points: readonly Point[]): string {
  const top = 4 * roundUp(Math.max(...points.map(({ resultsPerSecond }) => resultsPerSecond)) / 4);
  const width = dimensions.length * (panel.width + panel.gap);
  const panels = dimensions.map((dimension, i) => {
    const own = points.filter((point) => point.dimension === dimension);
    return `<g transform="translate(${i * (panel.width + panel.gap)} 0)">${panelOf(dimension, own, top)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${panel.height + panel.bottom}" font-family="sans-serif" font-size="11" fill="#333">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}

/** The next 1, 2, 2.5 or 5 times a power of ten: steps that people can read. */
function roundUp(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * ([1, 2, 2.5, 5].find((times) => times * power >= step) ?? 10);
}

function panelOf(dimension: Dimension, points: readonly Point[], top: number): string {
  const y = (speed: number): number => panel.top + inner.height * (1 - speed / top);
  const x = (index: number): number => panel.left + (inner.width * (index + 0.5)) / points.length;
  const lines = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(share * top).toFixed(1);
    const text = `<text x="${panel.left - 6}" y="${at}" dy="4" text-anchor="end">${grouped(share * top)}</text>`;
    return `<path d="M${panel.left} ${at}H${panel.width}" stroke="#ddd"/>${text}`;
  });
  const marks = points.map(({ value, resultsPerSecond }, i) => {
    const [left, up] = [x(i).toFixed(1), y(resultsPerSecond).toFixed(1)];
    const name = `<text x="${left}" y="${panel.height + 16}" text-anchor="middle">${grouped(value)}</text>`;
    return `<circle cx="${left}" cy="${up}" r="3.5" fill="#1668b8"/>${name}`;
  });
  const path = points.map(
    ({ resultsPerSecond }, i) => `${x(i).toFixed(1)},${y(resultsPerSecond).toFixed(1)}`,
  );
  const curve = `<polyline points="${path.join(' ')}" fill="none" stroke="#1668b8" stroke-width="2"/>`;
  const title = `<text x="${panel.left}" y="18" font-weight="bold">Results/s by ${titles[dimension]}</text>`;
  return [title, ...lines, curve, ...marks].join('');
}
