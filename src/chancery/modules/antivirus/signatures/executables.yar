// SPDX-License-Identifier: EUPL-1.2
// Programs and scripts, known by their format and not by their name. Applied when the policy blocks executables.

rule Executable_Windows_Program
{
    meta:
        description = "A Windows program or library (PE)"
    condition:
        uint16(0) == 0x5A4D and filesize > 0x40 and uint32(uint32(0x3C)) == 0x00004550
}

rule Executable_DOS_Program
{
    meta:
        description = "A program for DOS or early Windows (MZ with a relocation table or NE/LE header)"
    condition:
        uint16(0) == 0x5A4D and filesize > 0x40 and
        (uint16(0x18) == 0x1C or uint16(0x18) == 0x1E or uint16(uint32(0x3C)) == 0x454E or
         uint16(uint32(0x3C)) == 0x454C)
}

rule Executable_Linux_Program
{
    meta:
        description = "A Linux or Unix program or library (ELF)"
    condition:
        uint32(0) == 0x464C457F
}

rule Executable_Apple_Program
{
    meta:
        description = "An Apple program or library (Mach-O), one architecture or several"
    condition:
        uint32be(0) == 0xFEEDFACE or uint32be(0) == 0xFEEDFACF or
        uint32be(0) == 0xCEFAEDFE or uint32be(0) == 0xCFFAEDFE or
        (uint32be(0) == 0xCAFEBABE and uint32be(4) < 0x20)
}

rule Executable_Java_Class
{
    meta:
        description = "A compiled Java class"
    condition:
        uint32be(0) == 0xCAFEBABE and uint32be(4) >= 0x20 and uint32be(4) < 0x10000
}

rule Executable_Java_Archive
{
    meta:
        description = "A Java or Android archive (jar, war, apk)"
    strings:
        $manifest = "META-INF/MANIFEST.MF"
        $class = ".class"
        $dex = "classes.dex"
    condition:
        uint32be(0) == 0x504B0304 and $manifest and ($class or $dex)
}

rule Executable_Android_Code
{
    meta:
        description = "Compiled Android code (DEX)"
    strings:
        $magic = { 64 65 78 0A 30 3? 3? 00 }
    condition:
        $magic at 0
}

rule Executable_Windows_Installer
{
    meta:
        description = "A Windows installer package or patch (MSI, MSP)"
    strings:
        $package = { 84 10 0C 00 00 00 00 00 C0 00 00 00 00 00 00 46 }
        $patch = { 86 10 0C 00 00 00 00 00 C0 00 00 00 00 00 00 46 }
    condition:
        uint32be(0) == 0xD0CF11E0 and ($package or $patch)
}

rule Executable_Windows_Shortcut
{
    meta:
        description = "A Windows shortcut (LNK), which can start any program"
    condition:
        uint32(0) == 0x4C and uint32be(4) == 0x01140200 and uint32be(12) == 0xC0000000 and
        uint32be(16) == 0x46
}

rule Executable_Windows_Help
{
    meta:
        description = "Compiled Windows help (CHM), which can run scripts"
    condition:
        uint32be(0) == 0x49545346
}

rule Executable_Linux_Package
{
    meta:
        description = "A software package for Debian or Red Hat systems"
    strings:
        $deb = "!<arch>\ndebian-binary"
    condition:
        $deb at 0 or uint32be(0) == 0xEDABEEDB
}

rule Executable_Desktop_Entry
{
    meta:
        description = "A desktop starter with a command"
    strings:
        $section = "[Desktop Entry]"
        $command = /\nExec[ \t]*=/
    condition:
        $section in (0..512) and $command
}

rule Executable_Unix_Script
{
    meta:
        description = "A script with an interpreter line"
    strings:
        $line = /#!\s{0,8}\/[a-zA-Z0-9_.\/-]{3,64}/
    condition:
        $line at 0 or $line at 3
}

rule Executable_Batch_Script
{
    meta:
        description = "A Windows batch script"
    strings:
        $echo = /@?echo[ \t]+off[ \t]*[\r\n]/ nocase
    condition:
        $echo in (0..8)
}

rule Executable_Script_Host_File
{
    meta:
        description = "A Windows script host file or HTML application (WSF, SCT, HTA)"
    strings:
        $hta = "<hta:application" nocase
        $job = "<job" nocase
        $package = "<package" nocase
        $scriptlet = "<scriptlet" nocase
        $script = "<script" nocase
    condition:
        filesize < 5MB and
        ($hta or (($job in (0..1024) or $package in (0..1024) or $scriptlet in (0..1024)) and $script))
}

rule Executable_Encoded_PowerShell
{
    meta:
        description = "A command line that runs hidden PowerShell"
    strings:
        $name = "powershell" nocase ascii wide
        $encoded = / -e(nc|ncodedcommand|c)? [A-Za-z0-9+\/=]{40}/ nocase ascii
        $hidden = / -w(indowstyle)? hidden/ nocase ascii
    condition:
        filesize < 5MB and $name and ($encoded or $hidden)
}

rule Executable_Registry_Script
{
    meta:
        description = "A Windows registry script"
    strings:
        $new = "Windows Registry Editor Version " ascii wide
        $old = "REGEDIT4"
    condition:
        $new in (0..4) or $old at 0
}
