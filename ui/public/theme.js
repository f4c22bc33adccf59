// Before the first paint: a chosen theme must not flash in after the system's.
const chosen = localStorage.getItem('crashtray.theme');
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
