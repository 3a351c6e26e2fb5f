// Instants are rendered in UTC; here they are said in the reader's words and time zone, and kept true.

const lang = document.documentElement.lang;
const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto', style: 'short' });
const whole = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'medium' });
const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

function ago(seconds) {
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? UNITS.at(-1);
  return relative.format(Math.trunc(seconds / size), unit);
}

/** 7.4 s, 1:05, 2:03:09: the same as Durations on the server. */
export function duration(seconds) {
  if (seconds < 60) {
    return seconds < 10 ? `${Math.max(0, seconds).toFixed(1)} s` : `${Math.floor(seconds)} s`;
  }
  const two = (value) => String(Math.floor(value)).padStart(2, '0');
  return seconds < 3600
    ? `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
    : `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

export function showTimes() {
  const now = Date.now();
  for (const time of document.querySelectorAll('time[datetime]')) {
    const at = Date.parse(time.dateTime);
    time.title = whole.format(at);
    if ('ago' in time.dataset) {
      time.textContent = ago((at - now) / 1000);
    } else if ('whole' in time.dataset) {
      time.textContent = whole.format(at);
    } else if ('since' in time.dataset) {
      time.textContent = duration((now - at) / 1000);
    }
  }
}

setInterval(() => document.hidden || showTimes(), 1000);
