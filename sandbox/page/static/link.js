/** The line to the sandbox: one stream of news in, actions out. */

let source = null;

/**
 * Listen to everything that somebody sees. When the line breaks the browser mostly comes back by
 * itself; whoever listens is then told everything anew.
 * @param {string} as who to be
 * @param {(news: Array<[string, any]>) => void} onNews
 * @param {(up: boolean, isOver: boolean) => void} onLine told whether the line is up, and if it is
 *   not, whether the browser has given up on it
 */
export function listen(as, onNews, onLine) {
  source?.close();
  const line = new EventSource(`/sandbox/news?as=${encodeURIComponent(as)}`);
  source = line;
  source.onopen = () => onLine(true, false);
  source.onerror = () => onLine(false, line.readyState === EventSource.CLOSED);
  source.onmessage = (event) => onNews(JSON.parse(event.data));
}

/**
 * Ask the sandbox to do something.
 * @returns {Promise<any>} what came of it
 * @throws {Error} with words for a person
 */
export async function act(verb, given) {
  const answer = await fetch(`/sandbox/do/${verb}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(given),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return body;
}

/** Read a chosen file into what an action can carry. */
export function packed(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve({ name: file.name, type: file.type, data: reader.result.split(",")[1] });
    reader.readAsDataURL(file);
  });
}
