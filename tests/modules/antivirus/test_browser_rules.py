# SPDX-License-Identifier: EUPL-1.2
"""The same rules in the browsers' YARA-X (WebAssembly): they compile there and find the same."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from support.samples import EICAR, OLE, encrypted_zip, windows_program, word_document

from chancery.modules.antivirus.model import Policy
from chancery.modules.antivirus.service.judge import rule_source

PACKAGE = Path(__file__).resolve().parents[3] / "web/node_modules/@virustotal/yara-x/pkg"
PROGRAM = """
import { readFileSync } from "node:fs";
const [pkg, rulesFile, ...samples] = process.argv.slice(2);
const { default: init, Compiler } = await import(`file://${pkg}/yara_x_js.js`);
await init({ module_or_path: readFileSync(`${pkg}/yara_x_js_bg.wasm`) });
const compiler = new Compiler();
compiler.addSource(readFileSync(rulesFile, "utf8"));
const rules = compiler.build();
const found = samples.map((name) => {
  const result = rules.scan(new Uint8Array(readFileSync(name)));
  return result.matches.map((match) => [match.identifier, ...match.tags].join(" "));
});
console.log(JSON.stringify(found));
"""
SAMPLES = {
    EICAR: ["EICAR_Test_File"],
    windows_program(): ["Executable_Windows_Program"],
    word_document(macros=True): ["Macro_Office_Open_XML"],
    OLE + "_VBA_PROJECT".encode("utf-16-le"): ["Macro_Office_Binary"],
    encrypted_zip(): ["Encrypted_Zip unscannable"],
    b"#!/bin/sh\n": ["Executable_Unix_Script"],
    b"minutes of the meeting": [],
    word_document(macros=False): [],
}


def test_browsers_find_what_the_server_finds(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not PACKAGE.is_dir():
        pytest.skip("node or the web client's packages are not installed (make bootstrap)")
    (tmp_path / "rules.yar").write_text(rule_source(Policy()))
    (tmp_path / "scan.mjs").write_text(PROGRAM)
    names = []
    for number, content in enumerate(SAMPLES):
        names.append(str(tmp_path / f"sample{number}"))
        Path(names[-1]).write_bytes(content)
    command = [node, str(tmp_path / "scan.mjs"), str(PACKAGE), str(tmp_path / "rules.yar"), *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == list(SAMPLES.values())
