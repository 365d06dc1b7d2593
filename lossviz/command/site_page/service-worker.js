// The site's own worker, in place of JupyterLite's, with the same two duties towards the kernel (its files, its input)
// and one more: what is kept after a visit works without the server. JupyterLite's worker forgets its switch when it is
// started again, leaves out the lists of files, and keeps nothing beforehand.
//
// A first visit is not made slower: nothing is kept until a page says that its kernel rests ("keep").
"use strict";

/* FILES: [version, [address, …]] is put here when the site is built. */

const scope = new URL("./", self.location.href);
const prefix = `lossviz ${scope.pathname} `;
const name = prefix + FILES[0];
// Files whose names change with what is in them. The others are asked for first, and kept ones are for emergencies.
const lasting = /^(build|static|extensions\/(?!lossviz-site))\//;
const patience = 4000;
const channel = new BroadcastChannel("/sw-api.v1");

// Whether anything is kept; unknown when the worker has just been started.
let kept;
caches.has(name).then((found) => { kept ??= found; });

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keep(event.source));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const here = url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
  const path = here ? url.pathname.slice(scope.pathname.length) : "";
  // JupyterLite asks for this at the root of the host, wherever the site is.
  if (url.origin === scope.origin && url.pathname.endsWith("/api/service-worker-heartbeat")) {
    event.respondWith(new Response("ok"));
  } else if (path.startsWith("api/drive") || path.startsWith("api/stdin/")) {
    event.respondWith(ask(event.request, url));
  } else if (event.request.method === "GET" && kept !== false && (here || FILES[1].includes(url.href))) {
    event.respondWith(!here || lasting.test(path) ? keptFirst(event.request) : askedFirst(event.request));
  }
});

// What the kernel asks of the page, which has the files.
async function ask(request, url) {
  const question = await request.json();
  question.requestId ??= crypto.randomUUID();
  question.pathname = url.pathname;
  return new Promise((resolve) => {
    const hear = ({ data }) => {
      if (data.browsingContextId !== question.browsingContextId || data.requestId !== question.requestId) return;
      channel.removeEventListener("message", hear);
      resolve(new Response(JSON.stringify(data.response)));
    };
    channel.addEventListener("message", hear);
    channel.postMessage(question);
  });
}

// Without what comes after "?": the name of a notebook, or a number that is there against caches.
async function found(request) {
  const cache = await caches.open(name);
  const answer = await cache.match(request, { ignoreSearch: true });
  if (answer || request.mode !== "navigate") return answer;
  return cache.match(new URL("index.html", request.url), { ignoreSearch: true });
}

async function keptFirst(request) {
  return (await found(request)) ?? fetch(request);
}

async function askedFirst(request) {
  const asked = fetch(request, { cache: "no-cache" });
  const late = new Promise((resolve) => setTimeout(resolve, patience)).then(() => found(request));
  const answer = await Promise.race([asked, late]).catch(() => undefined);
  return answer ?? (await found(request)) ?? asked;
}

let keeping;
function keep(page) {
  keeping ??= fill().then(() => page?.postMessage("kept"), () => {}).finally(() => { keeping = undefined; });
  return keeping;
}

// One after the other, so that a visit that goes on is not held up.
async function fill() {
  const cache = await caches.open(name);
  for (const address of FILES[1]) {
    const url = new URL(address, scope);
    if (!(await cache.match(url))) await cache.add(new Request(url, lasting.test(address) ? {} : { cache: "no-cache" }));
  }
  kept = true;
  for (const other of await caches.keys()) {
    if (other.startsWith(prefix) && other !== name) await caches.delete(other);
  }
}
