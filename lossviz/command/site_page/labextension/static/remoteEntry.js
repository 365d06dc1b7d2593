// A federated extension without a build step: the container that JupyterLab asks for its one module.
(() => {
  const plugin = { id: "lossviz-site:page", autoStart: true, activate: () => {} };
  let scope;
  (window._JUPYTERLAB ??= {})["lossviz-site"] = {
    init: (shared) => { scope = shared; },
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();
