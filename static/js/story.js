// Reads what kapstok/network/frames.py packs: places and lines of all moments, in arrays.
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const numbers = (text) => new Uint16Array(bytes(text).buffer);

function readLines(packed) {
  const ends = numbers(packed.ends);
  const until = bytes(packed.until);
  const wide = until.length > ends.length / 2;
  return { ends, begun: packed.begun, until: wide ? new Uint16Array(until.buffer) : until };
}

export function read(packed) {
  const steps = numbers(packed.places);
  const along = (axis) => Float64Array.from({ length: packed.people }, (_, person) =>
    packed.low[axis] + (steps[2 * person + axis] / 65535) * packed.size[axis]);
  const heard = bytes(packed.heard);
  const row = Math.ceil(packed.people / 8);
  return {
    ...packed,
    x: along(0),
    y: along(1),
    known: readLines(packed.known),
    unknown: packed.unknown && readLines(packed.unknown),
    heardAt: (moment, person) => Boolean((heard[moment * row + (person >> 3)] >> (person & 7)) & 1),
  };
}

// Calls draw(a, b) for each line there is at a moment. Lines stand in order of arrival: with `since`, only those that
// came at that moment or after it.
export function each(lines, moment, draw, since = 0) {
  if (!lines) return;
  const { ends, begun, until } = lines;
  for (let k = since > 0 ? begun[since - 1] : 0; k < begun[moment]; k++) {
    if (until[k] > moment) draw(ends[2 * k], ends[2 * k + 1]);
  }
}

// The lines that are drawn as new: none at the first moment, where all are.
export const eachNew = (lines, moment, draw) => moment > 0 && each(lines, moment, draw, moment);
