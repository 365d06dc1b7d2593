// What a notebook's page does besides in a site of `lossviz site`. A front end of JupyterLab without a build step: the
// container that JupyterLab asks for its one module, which takes what it needs from the modules that are there.
//
// - What is run before there is a kernel waits for it; JupyterLab would lose it.
// - While Python is being loaded the page says so, and what to expect.
// - A reader's own copy hides a notebook that has been renewed: the page says so, and opens the new one beside it.
// - When the kernel rests the worker is told to keep the site, for a visit without the server.
"use strict";
(() => {
  const words = {
    en: {
      starting: "Python is being loaded into this page. That takes 10 to 20 seconds, the first time longer. You can read on.",
      waiting: "The cells will run as soon as Python is ready.",
      older: "This is your own copy, of an older version of the notebook. There is a newer one.",
      open: "Open the new one beside it",
      failed: "The new version cannot be opened: ",
    },
    ko: {
      starting: "이 페이지에 파이썬을 불러오고 있습니다. 10초에서 20초쯤 걸리고, 처음에는 더 걸립니다. 그동안 먼저 읽어 보세요.",
      waiting: "파이썬이 준비되면 바로 셀을 실행합니다.",
      older: "이 노트북은 예전 판을 바탕으로 저장해 둔 사본입니다. 새 판이 나왔습니다.",
      open: "새 판을 나란히 열기",
      failed: "새 판을 열 수 없습니다: ",
    },
  };
  const running = /^(runmenu:|notebook:run-|notebook:restart-run|kernelmenu:restart-and-run)/;
  // Longer nobody waits for a kernel that does not come.
  const patience = 120000;
  const rest = 5000;

  const said = (path) => words[path.startsWith("ko/") ? "ko" : "en"];
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

  function activate(app, { tracker, Notification, base }) {
    waitForKernels(app, tracker, Notification);
    tracker.widgetAdded.connect((_, panel) => {
      tellOfStart(panel, Notification);
      tellOfRenewal(app, panel, Notification, base).catch(console.warn);
    });
  }

  const started = (panel) => Promise.race([panel.context.ready.then(() => panel.sessionContext.ready), pause(patience)]);

  function waitForKernels(app, tracker, Notification) {
    const execute = app.commands.execute.bind(app.commands);
    app.commands.execute = async (id, args) => {
      const panel = tracker.currentWidget;
      if (!running.test(id) || !panel || panel.sessionContext.isReady) return execute(id, args);
      const note = Notification.info(said(panel.context.path).waiting, { autoClose: false });
      await started(panel);
      Notification.dismiss(note);
      return tracker.currentWidget === panel ? execute(id, args) : undefined;
    };
  }

  async function tellOfStart(panel, Notification) {
    await panel.context.ready;
    const note = Notification.emit(said(panel.context.path).starting, "in-progress", { autoClose: false });
    panel.disposed.connect(() => Notification.dismiss(note));
    await started(panel);
    await Promise.race([panel.sessionContext.session?.kernel?.info, pause(patience)]);
    Notification.dismiss(note);
    await pause(rest);
    navigator.serviceWorker?.controller?.postMessage("keep");
  }

  async function tellOfRenewal(app, panel, Notification, base) {
    await panel.context.ready;
    const path = panel.context.path;
    const answer = await fetch(`${base}lossviz-site.json`, { cache: "no-cache" });
    const now = (await answer.json()).notebooks[path];
    const begun = `lossviz ${new URL(base).pathname} ${path}`;
    if (!now) return;
    if (!(await isCopied(path))) {
      localStorage.setItem(begun, now);
    } else if (localStorage.getItem(begun) !== now) {
      const callback = (event) => {
        openFresh(app, path, base, now).catch((error) => Notification.error(said(path).failed + error.message));
      };
      Notification.warning(said(path).older, { autoClose: false, actions: [{ label: said(path).open, callback }] });
    }
  }

  // JupyterLite has a reader's copies in the browser's storage, by their paths.
  async function isCopied(path) {
    const named = (await indexedDB.databases()).filter(({ name }) => name.startsWith("JupyterLite Storage"));
    for (const { name } of named) {
      const database = await promised(indexedDB.open(name));
      try {
        if (!database.objectStoreNames.contains("files")) continue;
        const store = database.transaction("files").objectStore("files");
        if (await promised(store.count(path))) return true;
      } finally {
        database.close();
      }
    }
    return false;
  }

  const promised = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  // Each version once, under a name that says that it is another copy: 03-2_mean_squared_error.ipynb
  async function openFresh(app, path, base, version) {
    const contents = app.serviceManager.contents;
    const key = `lossviz ${new URL(base).pathname} ${path} ${version}`;
    let place = localStorage.getItem(key);
    if (!place || !(await isCopied(place))) {
      const answer = await fetch(`${base}files/${path}`, { cache: "no-cache" });
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      place = await freePlace(contents, path);
      await contents.save(place, { type: "notebook", format: "json", content: await answer.json() });
      localStorage.setItem(key, place);
    }
    await app.commands.execute("docmanager:open", { path: place, options: { mode: "split-right" } });
  }

  async function freePlace(contents, path) {
    const [folder, name] = [path.slice(0, path.lastIndexOf("/") + 1), path.slice(path.lastIndexOf("/") + 1)];
    const there = new Set((await contents.get(folder)).content.map((file) => file.name));
    for (let number = 2; ; number += 1) {
      const numbered = /^\d+_/.test(name) ? name.replace("_", `-${number}_`) : name.replace(".", `-${number}.`);
      if (!there.has(numbered)) return folder + numbered;
    }
  }

  let scope;
  const module = async (name) => (await Object.values(scope[name])[0].get())();

  (window._JUPYTERLAB ??= {})["lossviz-site"] = {
    init: (shared) => { scope = shared; },
    get: async () => {
      const { INotebookTracker } = await module("@jupyterlab/notebook");
      const { Notification } = await module("@jupyterlab/apputils");
      const { PageConfig } = await module("@jupyterlab/coreutils");
      const plugin = {
        id: "lossviz-site:page",
        autoStart: true,
        requires: [INotebookTracker],
        activate: (app, tracker) => activate(app, { tracker, Notification, base: PageConfig.getBaseUrl() }),
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
