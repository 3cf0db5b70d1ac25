// SPDX-License-Identifier: EUPL-1.2
// What no scanner can look into. The tag tells server and browsers that such a file is not infected, but "could not
// be scanned".

rule Encrypted_Zip : unscannable
{
    meta:
        description = "A zip with an encrypted member (APPNOTE 4.4.4, bit 0)"
    strings:
        $member = { 50 4B 03 04 ?? ?? ( ?1 | ?3 | ?5 | ?7 | ?9 | ?B | ?D | ?F ) ?? }
    condition:
        uint32be(0) == 0x504B0304 and $member
}

rule Encrypted_Office_Document : unscannable
{
    meta:
        description = "A Word, Excel or PowerPoint document behind a password"
    strings:
        $package = "EncryptedPackage" wide
    condition:
        uint32be(0) == 0xD0CF11E0 and $package
}

rule Encrypted_7z : unscannable
{
    meta:
        description = "A 7z archive with encrypted contents, where its directory says so"
    strings:
        $codec = { 06 F1 07 01 }
    condition:
        uint32be(0) == 0x377ABCAF and $codec
}

rule Encrypted_RAR : unscannable
{
    meta:
        description = "A RAR archive with an encrypted directory (version 5, and 4)"
    strings:
        $five = { 52 61 72 21 1A 07 01 00 ?? ?? ?? ?? ?? 04 }
        $four = { 52 61 72 21 1A 07 00 ?? ?? 73 ( 8? | 9? | A? | B? | C? | D? | E? | F? ) }
    condition:
        $five at 0 or $four at 0
}
