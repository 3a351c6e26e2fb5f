// What every page does. Each part looks for its own marks in the page, and does nothing without.
import { showTimes } from './times.js';
import { keepLive } from './live.js';
import { listenToKeys } from './keys.js';
import { offerCopies } from './copy.js';

showTimes();
keepLive();
listenToKeys();
offerCopies();
document.addEventListener('htmx:afterSwap', () => {
  showTimes();
  offerCopies();
});
