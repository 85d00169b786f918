// What one chose in this browser: a cookie of a year, so that the server draws the next page so at once.
export function keep(name, value) { document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax`; }
