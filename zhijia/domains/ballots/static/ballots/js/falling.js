// Papers that are made out and have not fallen yet. They lie in this browser alone, in an order drawn
// at random, and each falls at a moment of its own; the slot of the urn asks nobody who they are.
const draw = (below) => crypto.getRandomValues(new Uint32Array(1))[0] % below;
const AGAIN = 4000; // milliseconds until the next try when the network is gone

// `store` names the place in localStorage, `slot` is the address of the urn; `told(state, words)` hears
// "fell", "waits" (no network) or "refused" of each paper.
export function falling(store, slot, told) {
  const kept = () => [].concat(JSON.parse(localStorage.getItem(store) || "[]"));
  const keep = (papers) => (papers.length ? localStorage.setItem(store, JSON.stringify(papers)) : localStorage.removeItem(store));
  const forget = (sent) => keep(kept().filter((paper) => paper.message !== sent.message));
  const post = (sent, more) => fetch(slot, { method: "POST", credentials: "omit", referrerPolicy: "no-referrer", headers: { "Content-Type": "text/plain" }, body: JSON.stringify(sent), ...more });

  async function drop(sent) {
    try {
      const answer = await post(sent);
      if (answer.status !== 409 && !answer.ok) throw new Error("later");
      const said = await answer.json().catch(() => ({}));
      forget(sent);
      told(answer.ok ? "fell" : "refused", said.words || "");
    } catch {
      told("waits", "");
      setTimeout(drop, AGAIN, sent);
    }
  }

  // Leaving the page drops what is left at once; such a request carries neither a login nor an answer.
  addEventListener("pagehide", () => kept().forEach((sent) => post(sent, { keepalive: true }).catch(() => {})));

  return {
    kept,
    // Let a paper fall at a moment drawn from so many milliseconds.
    add(sent, within) {
      const papers = kept();
      papers.splice(draw(papers.length + 1), 0, sent);
      keep(papers);
      setTimeout(drop, draw(within), sent);
    },
    // Papers of an earlier visit.
    resume() {
      kept().forEach((sent) => setTimeout(drop, 500 + draw(2000), sent));
    },
  };
}
