# SPDX-License-Identifier: EUPL-1.2
"""OpenLDAP's slapd with the memberOf overlay, of this test alone, on free loopback ports."""

import datetime as dt
import ipaddress
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import ldap3
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from support.ports import free_port

PROGRAM = Path("/usr/sbin/slapd")
SUFFIX = "dc=ministry,dc=example"
PEOPLE, GROUPS = f"ou=people,{SUFFIX}", f"ou=groups,{SUFFIX}"
ROOT_DN, ROOT_PASSWORD = f"cn=admin,{SUFFIX}", "root secret"
START_SECONDS = 20.0
CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
sizelimit unlimited
TLSCertificateFile {folder}/certificate.pem
TLSCertificateKeyFile {folder}/key.pem
database mdb
maxsize 2147483648
suffix "{suffix}"
rootdn "{root}"
rootpw "{password}"
directory {folder}/data
dbnosync
index objectClass,uid,entryUUID,member,memberOf,modifyTimestamp eq
overlay memberof
"""


class Slapd:
    """One directory in one folder; started by `with`, stopped and started again by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.tls_port = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "data").mkdir(parents=True)
        make_certificate(folder)
        words = {"folder": folder, "suffix": SUFFIX, "root": ROOT_DN, "password": ROOT_PASSWORD}
        (folder / "slapd.conf").write_text(CONFIGURATION.format(**words))

    @property
    def url(self) -> str:
        return f"ldap://127.0.0.1:{self.port}"

    @property
    def tls_url(self) -> str:
        return f"ldaps://127.0.0.1:{self.tls_port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def load(self, ldif: str) -> None:
        """Fill the stopped directory; much faster than adding entries one by one."""
        file = self.folder / "load.ldif"
        file.write_text(ldif)
        command = ["/usr/sbin/slapadd", "-q", "-f", str(self.folder / "slapd.conf"), "-l", str(file)]
        subprocess.run(command, check=True, capture_output=True)

    def start(self) -> None:
        """Start the server and wait until it accepts connections."""
        command = [
            str(PROGRAM),
            "-f",
            str(self.folder / "slapd.conf"),
            "-h",
            f"{self.url} {self.tls_url}",
            "-d",
            "0",
        ]
        with (self.folder / "slapd.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError((self.folder / "slapd.log").read_text())
            time.sleep(0.02)

    def stop(self) -> None:
        """End the server."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(START_SECONDS)
            self._process = None

    def add(self, dn: str, classes: Sequence[str], attributes: Mapping[str, object]) -> None:
        """Add an entry."""
        self._do(lambda connection: connection.add(dn, list(classes), dict(attributes)))

    def add_person(self, uid: str, **more: object) -> str:
        """Add a person below `ou=people` and return the DN; the password is `<uid> secret`."""
        dn = f"uid={uid},{PEOPLE}"
        basics = {"cn": uid.capitalize(), "sn": uid.capitalize(), "userPassword": f"{uid} secret"}
        self.add(dn, ["inetOrgPerson"], {**basics, **more})
        return dn

    def add_group(self, cn: str, *members: str) -> str:
        """Add a group and return the DN."""
        dn = f"cn={cn},{GROUPS}"
        self.add(dn, ["groupOfNames"], {"member": list(members)})
        return dn

    def change(self, dn: str, **attributes: Sequence[str]) -> None:
        """Replace attributes."""
        changes = {name: [(ldap3.MODIFY_REPLACE, list(values))] for name, values in attributes.items()}
        self._do(lambda connection: connection.modify(dn, changes))

    def rename(self, dn: str, rdn: str, above: str | None = None) -> None:
        """Rename or move an entry."""
        self._do(lambda connection: connection.modify_dn(dn, rdn, new_superior=above))

    def delete(self, dn: str) -> None:
        """Remove an entry."""
        self._do(lambda connection: connection.delete(dn))

    def _do(self, deed: object) -> None:
        server = ldap3.Server("127.0.0.1", self.port, get_info=ldap3.NONE)
        with ldap3.Connection(
            server, ROOT_DN, ROOT_PASSWORD, raise_exceptions=True, check_names=False
        ) as connection:
            deed(connection)  # type: ignore[operator]  # a function of this file

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.tls_port), timeout=1).close()
        except OSError:
            return False
        return True


def make_certificate(folder: Path) -> None:
    """Write a self-signed certificate for 127.0.0.1, which is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    certificate = builder.sign(key, hashes.SHA256())
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


BASE = f"""dn: {SUFFIX}
objectClass: dcObject
objectClass: organization
o: Ministry
dc: ministry

dn: {PEOPLE}
objectClass: organizationalUnit
ou: people

dn: {GROUPS}
objectClass: organizationalUnit
ou: groups

"""


@pytest.fixture
def slapd(tmp_path: Path) -> Iterator[Slapd]:
    """A directory with nobody in it."""
    if not PROGRAM.exists():
        pytest.skip("slapd is not installed: sudo apt-get install slapd")
    folder = tmp_path / "slapd"
    folder.mkdir()
    server = Slapd(folder)
    server.load(BASE)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
