# SPDX-License-Identifier: EUPL-1.2
"""The built-in engine on real formats: programs, macros, archives in archives, bombs, and what must pass."""

import os
import zipfile
from collections.abc import AsyncIterator

import pytest
from support.samples import (
    EICAR,
    OLE,
    bzipped,
    encrypted_zip,
    gzipped,
    nested_zip,
    tarred,
    windows_program,
    word_document,
    xzipped,
    zipped,
)

from chancery.modules.antivirus.contract import Finding, Reason, VerdictState
from chancery.modules.antivirus.model import Policy
from chancery.modules.antivirus.service.archives import Bounds
from chancery.modules.antivirus.service.yara import INLINE, YaraEngine

CLEAN = Finding(VerdictState.CLEAN)
WIDE_MACRO = OLE + "_VBA_PROJECT".encode("utf-16-le")
BOUNDS = Bounds(depth=4, members=50, total_bytes=8_000_000, ratio=50, free_bytes=1_000_000)


@pytest.fixture
async def engine() -> AsyncIterator[YaraEngine]:
    built = YaraEngine(Policy(), bounds=BOUNDS)
    yield built
    await built.close()


def infected(signature: str) -> Finding:
    return Finding(VerdictState.INFECTED, signature=signature)


def unscanned(reason: Reason) -> Finding:
    return Finding(VerdictState.UNSCANNED, reason=reason)


@pytest.mark.parametrize(
    ("content", "signature"),
    [
        (EICAR, "EICAR_Test_File"),
        (b"some text before " + EICAR, "EICAR_Test_File"),
        (windows_program(), "Executable_Windows_Program"),
        (b"MZ" + bytes(22) + b"\x1c\x00" + bytes(60), "Executable_DOS_Program"),
        (b"\x7fELF" + bytes(60), "Executable_Linux_Program"),
        (bytes.fromhex("cffaedfe") + bytes(60), "Executable_Apple_Program"),
        (bytes.fromhex("cafebabe00000002") + bytes(60), "Executable_Apple_Program"),
        (bytes.fromhex("cafebabe00000041") + bytes(60), "Executable_Java_Class"),
        (b"dex\n035\x00" + bytes(60), "Executable_Android_Code"),
        (OLE + bytes.fromhex("84100c0000000000c000000000000046"), "Executable_Windows_Installer"),
        (
            bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(60),
            "Executable_Windows_Shortcut",
        ),
        (b"ITSF\x03" + bytes(60), "Executable_Windows_Help"),
        (b"!<arch>\ndebian-binary   ", "Executable_Linux_Package"),
        (b"[Desktop Entry]\nName=x\nExec=sh\n", "Executable_Desktop_Entry"),
        (b"#!/bin/sh\nrm -rf /\n", "Executable_Unix_Script"),
        (b"\xef\xbb\xbf#! /usr/bin/env python3\n", "Executable_Unix_Script"),
        (b"@ECHO OFF\r\ndel *.*\r\n", "Executable_Batch_Script"),
        (b"<html><hta:application id=x></html>", "Executable_Script_Host_File"),
        (b"<job id='1'><script language='JScript'>", "Executable_Script_Host_File"),
        (b"cmd /c powershell -w hidden -e " + b"QUJD" * 20, "Executable_Encoded_PowerShell"),
        (b"REGEDIT4\r\n", "Executable_Registry_Script"),
        (WIDE_MACRO, "Macro_Office_Binary"),
        (OLE + "Workbook".encode("utf-16-le") + bytes.fromhex("85000e00000000000001"), "Macro_Excel_4_Sheet"),
        (b"ActiveMime\x00\x00", "Macro_Active_Mime"),
    ],
)
async def test_each_format_is_known_by_its_bytes(engine: YaraEngine, content: bytes, signature: str) -> None:
    assert await engine.scan(content) == infected(signature)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"A report about #!/bin/sh and the META-INF folder.",
        b"MZ is how the letter began.",
        b"The committee met; echo off-site was discussed.",
        OLE + "WordDocument".encode("utf-16-le"),
        word_document(macros=False),
        zipped({"minutes.txt": b"text", "folder/plan.pdf": b"%PDF-1.7"}),
        gzipped(b"text" * 100),
        tarred({"minutes.txt": b"text"}),
        zipped({"META-INF/manifest.xml": b"<manifest/>", "content.xml": b"<office/>"}),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
    ],
)
async def test_ordinary_files_pass(engine: YaraEngine, content: bytes) -> None:
    assert await engine.scan(content) == CLEAN


async def test_random_bytes_of_an_encrypted_attachment_pass(engine: YaraEngine) -> None:
    for size in (100, 20_000, INLINE + 1):
        assert await engine.scan(os.urandom(size)) == CLEAN


@pytest.mark.parametrize(
    "content",
    [
        zipped({"a.txt": EICAR}),
        nested_zip(EICAR, 3),
        gzipped(EICAR),
        bzipped(EICAR),
        xzipped(EICAR),
        gzipped(tarred({"deep/name.txt": EICAR})),
        tarred({"a.txt": b"x", "b.zip": zipped({"c": EICAR})}),
        zipped({"a": EICAR}, method=zipfile.ZIP_BZIP2),
        zipped({"a": EICAR}, method=zipfile.ZIP_LZMA),
        b"%PDF-1.4 disguise " + zipped({"a.txt": EICAR}),
        gzipped(b"first") + gzipped(EICAR),
    ],
)
async def test_eicar_is_found_inside_archives(engine: YaraEngine, content: bytes) -> None:
    assert await engine.scan(content) == infected("EICAR_Test_File")


@pytest.mark.parametrize(
    ("content", "signature"),
    [
        (zipped({"tool/setup.bin": windows_program()}), "Executable_Windows_Program"),
        (zipped({"Invoice.pdf.js": b"x"}), "Executable_Name_js"),
        (zipped({"META-INF/MANIFEST.MF": b"", "a/B.class": b""}), "Executable_Java_Archive"),
        (word_document(macros=True), "Macro_Office_Open_XML"),
        (zipped({"letter.docm": word_document(macros=True)}), "Macro_Office_Open_XML"),
        (zipped({"old.doc": WIDE_MACRO}), "Macro_Office_Binary"),
        (
            zipped(
                {
                    "mimetype": b"application/vnd.oasis.opendocument.text",
                    "Basic/script-lc.xml": b"",
                },
                method=zipfile.ZIP_STORED,
            ),
            "Macro_Open_Document",
        ),
    ],
)
async def test_programs_and_macros_are_found_inside_archives(
    engine: YaraEngine, content: bytes, signature: str
) -> None:
    assert await engine.scan(content) == infected(signature)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (encrypted_zip(), Reason.ENCRYPTED),
        (zipped({"inner.zip": encrypted_zip()}), Reason.ENCRYPTED),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Reason.ENCRYPTED),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50) + b"\x06\xf1\x07\x01", Reason.ENCRYPTED),
        (b"Rar!\x1a\x07\x01\x00" + bytes(5) + b"\x04" + bytes(50), Reason.ENCRYPTED),
        (b"Rar!\x1a\x07\x00" + bytes(2) + b"\x73\x80" + bytes(50), Reason.ENCRYPTED),
        (zipped({"a": b"text" * 100})[:-30], Reason.UNREADABLE),
        (gzipped(os.urandom(1000))[:-20], Reason.UNREADABLE),
        (nested_zip(b"x", 6), Reason.TOO_COMPLEX),
        (zipped({f"{number}.txt": b"" for number in range(51)}), Reason.TOO_COMPLEX),
        (gzipped(bytes(5_000_000)), Reason.TOO_COMPLEX),
        (zipped({"zeros": bytes(5_000_000)}), Reason.TOO_COMPLEX),
        (bzipped(bytes(5_000_000)), Reason.TOO_COMPLEX),
        (xzipped(bytes(5_000_000)), Reason.TOO_COMPLEX),
    ],
)
async def test_what_cannot_be_opened_within_bounds_is_not_clean(
    engine: YaraEngine, content: bytes, reason: Reason
) -> None:
    assert await engine.scan(content) == unscanned(reason)


@pytest.mark.parametrize("start", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x01\x00", b"MSCF\x00"])
async def test_unknown_archive_is_left_to_other_engines(engine: YaraEngine, start: bytes) -> None:
    assert await engine.scan(start + bytes(100)) == Finding(VerdictState.CLEAN, unopened=Reason.UNREADABLE)


async def test_archive_that_lies_about_its_sizes_is_not_clean(engine: YaraEngine) -> None:
    honest = bytearray(zipped({"a.txt": EICAR}))
    directory = honest.index(b"PK\x01\x02")
    honest[directory + 24 : directory + 28] = (5).to_bytes(4, "little")
    assert (await engine.scan(bytes(honest))).state is not VerdictState.CLEAN


async def test_policy_switches_executables_and_macros_but_never_malware() -> None:
    lenient = YaraEngine(Policy(block_executables=False, block_macros=False))
    strict = YaraEngine(Policy())
    try:
        assert await lenient.scan(windows_program()) == CLEAN
        assert await lenient.scan(word_document(macros=True)) == CLEAN
        assert await lenient.scan(zipped({"run.js": b"x"})) == CLEAN
        assert await lenient.scan(zipped({"a": EICAR})) == infected("EICAR_Test_File")
        assert await lenient.signatures() != await strict.signatures()
    finally:
        await lenient.close()


async def test_large_content_is_scanned_too(engine: YaraEngine) -> None:
    assert await engine.scan(os.urandom(3_000_000) + EICAR) == infected("EICAR_Test_File")
    assert await engine.scan(os.urandom(3_000_000)) == CLEAN


async def test_scanning_process_that_dies_shuts_one_file_and_is_replaced(engine: YaraEngine) -> None:
    assert await engine.scan(nested_zip(b"x", 2)) == CLEAN
    process = engine._sandbox._slots[0]._process
    assert process is not None
    process.kill()
    await process.wait()
    assert await engine.scan(nested_zip(EICAR, 2)) == unscanned(Reason.ENGINE_UNAVAILABLE)
    assert await engine.scan(nested_zip(EICAR, 2)) == infected("EICAR_Test_File")
