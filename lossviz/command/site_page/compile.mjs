// Runs site_compiled.py in the browser's own Python, where Node.js is and no Python of its version.
// node compile.mjs PYODIDE LOCK SCRIPT FOLDER   (FOLDER has the archives, and modules.txt)
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodideFolder, lock, script, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: pyodideFolder, lockFileURL: lock, stdout: () => {}, stderr: () => {} });
pyodide.FS.mkdir("/packages");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/packages");
pyodide.globals.set("source", readFileSync(script, "utf8"));
process.stdout.write(pyodide.runPython(`
import json, types
from pathlib import Path
program = types.ModuleType("site_compiled")
exec(compile(source, "site_compiled.py", "exec"), vars(program))
json.dumps(program.compile_all(Path("/packages"), set(Path("/packages/modules.txt").read_text().split())))
`));
process.exit(0);
