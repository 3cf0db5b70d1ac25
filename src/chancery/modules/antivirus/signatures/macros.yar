// SPDX-License-Identifier: EUPL-1.2
// Office documents that carry macros. Applied when the policy blocks macros. Member names stand uncompressed in a
// zip, so these rules see them in a document without unpacking it.

rule Macro_Office_Binary
{
    meta:
        description = "A Word, Excel or PowerPoint document of the old format with a VBA project"
    strings:
        $project = "_VBA_PROJECT" wide
        $macros = "_VBA_PROJECT_CUR" wide
        $attribute = { 00 41 74 74 72 69 62 75 74 00 65 20 56 42 5F 4E 61 }
    condition:
        uint32be(0) == 0xD0CF11E0 and any of them
}

rule Macro_Excel_4_Sheet
{
    meta:
        description = "An Excel workbook of the old format with a macro sheet (XLM)"
    strings:
        $sheet = { 85 00 ?? 00 ?? ?? ?? ?? 0? 01 }
        $workbook = "Workbook" wide
    condition:
        uint32be(0) == 0xD0CF11E0 and $workbook and $sheet
}

rule Macro_Office_Open_XML
{
    meta:
        description = "A Word, Excel or PowerPoint document with a VBA project or a macro sheet"
    strings:
        $project = "vbaProject.bin" nocase
        $sheets = "xl/macrosheets/" nocase
    condition:
        uint32be(0) == 0x504B0304 and any of them
}

rule Macro_Open_Document
{
    meta:
        description = "An OpenDocument file with Basic or script macros"
    strings:
        $type = "mimetypeapplication/vnd.oasis.opendocument."
        $basic = "Basic/script-lc.xml"
        $scripts = /Scripts\/(python|javascript|beanshell)\//
    condition:
        uint32be(0) == 0x504B0304 and $type in (0..128) and ($basic or $scripts)
}

rule Macro_Word_Flat_XML
{
    meta:
        description = "A single-file XML document with an embedded VBA project"
    strings:
        $binary = "<w:binData w:name=\"editdata.mso\""
        $part = "/word/vbaProject.bin"
        $package = "pkg:package"
    condition:
        $binary or ($package and $part)
}

rule Macro_Active_Mime
{
    meta:
        description = "A macro container as Word saves it into web archives and single-file XML"
    strings:
        $text = "QWN0aXZlTWltZ"
        $raw = "ActiveMime"
    condition:
        $raw at 0 or (filesize < 20MB and $text)
}
