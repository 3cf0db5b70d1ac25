# SPDX-License-Identifier: EUPL-1.2
"""Every setting of Chancery, typed and described; the reference in docs is generated from here."""

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole configuration."""

    server: "Server"
    database: "Database"
    bus: "BusSettings"
    storage: "Storage"
    accounts: "Accounts"
    oauth: "OAuth"
    rooms: "Rooms"
    media: "Media"
    antivirus: "Antivirus"
    outgoing: "OutgoingSettings"
    presence: "Presence"
    calls: "Calls"
    support: "Support"
    email: "Email"
    appservices: "AppServices"
    imports: "Imports"
    push: "PushSettings"
    ldap: "Ldap"
    log: "Log"
    testing: "Testing"


def default_settings() -> Settings:
    """Return the embedded default: one process, SQLite, in-process bus, local folder."""
    return Settings(
        server=Server(),
        database=Database(),
        bus=BusSettings(),
        storage=Storage(),
        accounts=Accounts(),
        oauth=OAuth(),
        rooms=Rooms(),
        media=Media(),
        antivirus=Antivirus(),
        outgoing=OutgoingSettings(),
        presence=Presence(),
        calls=Calls(),
        support=Support(),
        email=Email(),
        appservices=AppServices(),
        imports=Imports(),
        push=PushSettings(),
        ldap=Ldap(),
        log=Log(),
        testing=Testing(),
    )


Port = Annotated[int, Meta(ge=0, le=65535)]
Megabytes = Annotated[int, Meta(ge=1, le=1_048_576)]


class Server(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the server listens and under which names it is known."""

    name: Annotated[
        str,
        Meta(
            description="Matrix server name, the part of user ids behind the colon; fixed for ever once people exist."
        ),
    ] = "localhost"
    bind: Annotated[str, Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="TCP port; 0 takes a free one and prints it.")] = 8008
    public_url: Annotated[
        str,
        Meta(
            description="Address under which browsers and clients reach the server; empty: http://BIND:PORT."
        ),
    ] = ""
    tls_certificate: Annotated[
        str,
        Meta(
            description="Path of a PEM certificate chain: the server then speaks HTTPS itself; empty: plain HTTP."
        ),
    ] = ""
    tls_key: Annotated[str, Meta(description="Path of the PEM private key that belongs to it.")] = ""
    request_seconds: Annotated[
        int, Meta(ge=1, le=3600, description="Time limit of an ordinary request, in seconds.")
    ] = 60
    grace_seconds: Annotated[
        int, Meta(ge=0, le=600, description="How long a stop waits for requests in flight, in seconds.")
    ] = 10
    workers: Annotated[
        int,
        Meta(
            ge=1,
            le=256,
            description="Processes that share the port; more than one needs PostgreSQL and NATS (database.url, bus.url).",
        ),
    ] = 1
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(description="Addresses of reverse proxies whose X-Forwarded-For is believed."),
    ] = ()
    metrics: Annotated[
        Literal["loopback", "everyone", "off"],
        Meta(description="Who may read GET /metrics; `loopback`: this machine, not through a proxy."),
    ] = "loopback"


class Database(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the data is kept."""

    url: Annotated[
        str,
        Meta(
            description="`sqlite:` for chancery.db in the data folder, `sqlite:///path`, or `postgresql://…`."
        ),
    ] = "sqlite:"
    synchronous: Annotated[
        Literal["full", "normal"],
        Meta(description="SQLite only: `normal` may lose the last seconds at power loss."),
    ] = "full"


class BusSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How processes tell each other of changes."""

    url: Annotated[str, Meta(description="Empty: inside the process. `nats://host:4222`: NATS core.")] = ""


class Storage(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where files and keys lie."""

    data: Annotated[Path, Meta(description="The data folder: database, blobs and keys.")] = Path("var")


class Accounts(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Sign-in."""

    argon2_memory_kib: Annotated[int, Meta(ge=8, le=4_194_304, description="argon2id memory in KiB.")] = (
        65_536
    )
    argon2_passes: Annotated[int, Meta(ge=1, le=100, description="argon2id passes.")] = 3
    login_attempts: Annotated[
        int,
        Meta(ge=0, le=1000, description="Wrong passwords before the delay starts; 0 switches the delay off."),
    ] = 5
    min_password_length: Annotated[
        int, Meta(ge=1, le=512, description="Fewest characters of a password.")
    ] = 10
    breached_list: Annotated[
        Path,
        Meta(
            description="File of SHA-1 hashes of breached passwords, one a line and sorted, whose passwords nobody may choose anew; beside the shipped list of common ones."
        ),
    ] = Path()
    access_token_seconds: Annotated[
        int,
        Meta(
            ge=1,
            le=31_536_000,
            description="Life of an access token that a client renews by refresh token; others do not expire.",
        ),
    ] = 3600


class OAuth(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """OAuth 2.0 and OpenID Connect: applications that people let in on a page of this server."""

    enabled: Annotated[
        bool, Meta(description="Offer OAuth; `false`: clients sign in by password and login token alone.")
    ] = True
    clients: Annotated[
        tuple[str, ...],
        Meta(
            description="Which clients may register themselves and stay, by the host of their page: `*` (any), `*.example.org`, or a host name; empty: none."
        ),
    ] = ("*",)


class Rooms(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Rooms and what is sent into them."""

    default_version: Annotated[
        int, Meta(ge=6, le=12, description="Version of new rooms whose creators ask for none.")
    ] = 12
    max_delay_days: Annotated[
        int, Meta(ge=1, le=3660, description="How far ahead a message may be scheduled, in days.")
    ] = 366
    max_delayed_events: Annotated[
        int, Meta(ge=0, le=100_000, description="Scheduled messages that one person may have at a time.")
    ] = 100


class Media(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Files that enter."""

    max_upload_mb: Annotated[Megabytes, Meta(description="Largest upload, in mebibytes.")] = 100
    max_pixels: Annotated[
        int,
        Meta(
            ge=1, description="Largest picture that gets thumbnails, in pixels (against decompression bombs)."
        ),
    ] = 50_000_000


class Antivirus(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Scanning of every file that enters."""

    clamd: Annotated[
        str,
        Meta(
            description="`auto`: Debian's socket when present; empty: off; `unix:/path` or `tcp:host:port`."
        ),
    ] = "auto"
    max_scan_mb: Annotated[
        Megabytes,
        Meta(description="Largest file that is scanned; a larger one counts as not scanned and stays shut."),
    ] = 100
    block_executables: Annotated[bool, Meta(description="Treat executables and scripts as infected.")] = True
    block_macros: Annotated[bool, Meta(description="Treat office documents with macros as infected.")] = True


class OutgoingSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom the server may call; nothing calls out unless its address is listed here.

    An entry is `*` (every public address), `*.example.org` (public addresses of the names below), a host name with
    an optional `:port` (private addresses, too: naming it vouches for it), an IP address or a network (`10.1.0.0/16`).
    Loopback, link-local, multicast and metadata addresses need an entry that names them by address.
    """

    push: Annotated[
        tuple[str, ...],
        Meta(description="Push gateways, and push services of browsers and of UnifiedPush distributors."),
    ] = ()
    previews: Annotated[
        tuple[str, ...],
        Meta(description="Web sites whose links get a preview; empty: no previews."),
    ] = ()
    ca_file: Annotated[
        Path,
        Meta(description="PEM file with the agency's own certificate authorities, beside the system's."),
    ] = Path()


class Presence(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who is there, told to those who share a room."""

    enabled: Annotated[
        bool, Meta(description="Tell people who is there; `false`: everybody is shown as offline.")
    ] = True
    largest_room: Annotated[
        int,
        Meta(
            ge=0,
            le=100_000,
            description="Presence is told within rooms in which at most this many people listen through one process.",
        ),
    ] = 500


class Calls(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where voice and video calls are relayed and carried."""

    turn_uris: Annotated[
        tuple[str, ...], Meta(description="TURN relays, such as `turn:turn.example:3478?transport=udp`.")
    ] = ()
    turn_secret: Annotated[
        str, Meta(description="Shared secret of the relays (coturn: `static-auth-secret`); empty: no relay.")
    ] = ""
    turn_seconds: Annotated[
        int, Meta(ge=60, le=604_800, description="How long TURN credentials are good, in seconds.")
    ] = 86_400
    livekit_urls: Annotated[
        tuple[str, ...], Meta(description="Authorisation services of LiveKit servers for group calls.")
    ] = ()


class Support(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom people may turn to, published at `/.well-known/matrix/support`."""

    page: Annotated[str, Meta(description="Address of a help page.")] = ""
    admin_email: Annotated[str, Meta(description="E-mail address of the administrators.")] = ""
    admin_matrix_id: Annotated[str, Meta(description="Matrix id of the administrators.")] = ""
    security_email: Annotated[str, Meta(description="E-mail address for security matters.")] = ""
    security_matrix_id: Annotated[str, Meta(description="Matrix id for security matters.")] = ""


class Email(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The mail server through which people confirm addresses and set new passwords; without one, both are off."""

    smtp_host: Annotated[str, Meta(description="Name or address of the mail server; empty: no e-mail.")] = ""
    smtp_port: Annotated[Port, Meta(description="Its TCP port.")] = 587
    security: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(
            description="`tls`: encrypted from the first byte (port 465); `none`: for a relay on this machine."
        ),
    ] = "starttls"
    user: Annotated[str, Meta(description="Login at the mail server; empty: none.")] = ""
    password: Annotated[str, Meta(description="Password at the mail server.")] = ""
    sender: Annotated[str, Meta(description="Address in From; empty: chancery@ and the server name.")] = ""
    password_reset: Annotated[
        bool, Meta(description="Whether who reads a person's mail may set that person's password.")
    ] = True


class AppServices(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Bridges and bots that speak the application service API."""

    registrations: Annotated[
        tuple[str, ...], Meta(description="Paths of registration files, one for each application service.")
    ] = ()


class Imports(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """People and the tree from elsewhere: files, directories, provisioning."""

    leaving_percent: Annotated[
        int,
        Meta(
            ge=0,
            le=100,
            description="When more than this share of a source's people (and more than five) would leave at once, the run stops and asks.",
        ),
    ] = 10
    max_file_mb: Annotated[Megabytes, Meta(description="Largest file that is imported, in mebibytes.")] = 32
    max_rows: Annotated[
        int, Meta(ge=1, le=5_000_000, description="Most lines of a file that is imported.")
    ] = 500_000
    headings: Annotated[
        tuple[str, ...],
        Meta(
            description="Further column headings, each `heading = field`, such as `Табель = person`; the fields stand in operations/imports.md."
        ),
    ] = ()


class PushSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Push notifications; whom they may go to stands in [outgoing] push."""

    open_gateway: Annotated[
        bool,
        Meta(
            description="Let POST /_matrix/push/v1/notify serve pushers of other homeservers, too (within [outgoing] push)."
        ),
    ] = False


class Ldap(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An LDAP directory or Active Directory whose people and groups are kept in step here, and whose passwords sign in."""

    urls: Annotated[
        tuple[str, ...],
        Meta(
            description="Its servers, tried in this order, such as `ldaps://dc1.example` or `ldap://dc1.example:389`; empty: off."
        ),
    ] = ()
    start_tls: Annotated[
        bool,
        Meta(
            description="Encrypt `ldap://` by StartTLS; without it only this machine is asked by `ldap://`."
        ),
    ] = True
    ca_file: Annotated[
        Path,
        Meta(description="PEM file with the certificate authorities of its servers; empty: the system's."),
    ] = Path()
    bind_dn: Annotated[str, Meta(description="DN that reads the directory; empty: anonymous.")] = ""
    password: Annotated[str, Meta(description="Password of that DN.")] = ""
    timeout_seconds: Annotated[
        int, Meta(ge=1, le=300, description="How long a server may take to connect or to answer, in seconds.")
    ] = 10
    page_size: Annotated[
        int, Meta(ge=1, le=5000, description="Entries asked for at once (Active Directory gives 1,000).")
    ] = 1000
    sign_in: Annotated[
        bool, Meta(description="Check passwords of its people there; they have none here.")
    ] = True
    unit: Annotated[
        str,
        Meta(description="Id of the unit below which its people are kept; empty: the first agency's root."),
    ] = ""
    title: Annotated[str, Meta(description="The post of people who have no title there.")] = "Specialist"
    people_base: Annotated[str, Meta(description="DN below which people stand.")] = ""
    people_filter: Annotated[
        str,
        Meta(
            description="Which entries are people; Active Directory: `(&(objectCategory=person)(objectClass=user))`."
        ),
    ] = "(objectClass=inetOrgPerson)"
    required_group: Annotated[
        str,
        Meta(
            description="DN of a group: only its members (memberOf, groups in groups too) are people here; empty: all."
        ),
    ] = ""
    id_attribute: Annotated[
        str, Meta(description="What names a person for ever; Active Directory: `objectGUID`.")
    ] = "entryUUID"
    login_attribute: Annotated[
        str, Meta(description="Gives the login name, before any @; Active Directory: `sAMAccountName`.")
    ] = "uid"
    name_attribute: Annotated[
        str, Meta(description="The name as people read it; `cn` when it is missing.")
    ] = "displayName"
    mail_attribute: Annotated[str, Meta(description="The e-mail address.")] = "mail"
    phone_attribute: Annotated[str, Meta(description="Telephone numbers.")] = "telephoneNumber"
    room_attribute: Annotated[
        str, Meta(description="The room; Active Directory: `physicalDeliveryOfficeName`.")
    ] = "roomNumber"
    title_attribute: Annotated[str, Meta(description="The title of the person's post.")] = "title"
    units_from: Annotated[
        Literal["attribute", "tree", "none"],
        Meta(description="Units by an attribute, or by the organizational units in which the entries stand."),
    ] = "attribute"
    unit_attribute: Annotated[
        str, Meta(description="The unit, or a path of units with `/`; Active Directory: `department`.")
    ] = "ou"
    disabled_when: Annotated[
        str,
        Meta(
            description="`attribute=value` of people who left, such as `pwdAccountLockedTime=000001010000Z`; userAccountControl counts anyway."
        ),
    ] = ""
    groups_base: Annotated[str, Meta(description="DN below which groups stand; empty: no groups.")] = ""
    groups_filter: Annotated[
        str, Meta(description="Which groups are teams here; Active Directory: `(objectClass=group)`.")
    ] = "(objectClass=groupOfNames)"
    group_name_attribute: Annotated[str, Meta(description="The team's name.")] = "cn"
    group_member_attribute: Annotated[str, Meta(description="DNs of the members.")] = "member"
    changes: Annotated[
        Literal["modifyTimestamp", "uSNChanged"],
        Meta(description="By what changed entries are found; Active Directory: `uSNChanged`."),
    ] = "modifyTimestamp"
    sync_seconds: Annotated[
        int,
        Meta(ge=0, le=86_400, description="How often changes are fetched, in seconds; 0: never by itself."),
    ] = 60
    full_hours: Annotated[
        int,
        Meta(ge=1, le=168, description="How often everything is compared, in hours: finds who was deleted."),
    ] = 24


class Log(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the server writes about itself; never message text, file names, tokens or keys."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="Least severity that is written.")
    ] = "info"
    format: Annotated[Literal["text", "json"], Meta(description="`json`: one object per line.")] = "text"


class Testing(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What third-party test suites need and nobody else may have; refused unless every address is loopback."""

    open_registration: Annotated[
        bool, Meta(description="Anybody may register with `m.login.dummy`; links in mails act at once.")
    ] = False
    guests: Annotated[
        bool,
        Meta(
            description="Anybody may be a guest, and read the list of public rooms; guests end after a day without a request."
        ),
    ] = False
    no_limits: Annotated[bool, Meta(description="No login delay and no other rate limits.")] = False
    weak_passwords: Annotated[
        bool,
        Meta(
            description="Passwords of any length, breached ones too, hashed with the least memory and time."
        ),
    ] = False
    query_tokens: Annotated[bool, Meta(description="Access tokens are taken from `?access_token=`, too.")] = (
        False
    )
    loopback_outgoing: Annotated[
        bool, Meta(description="Outgoing requests (push gateways, previews) may go to this machine.")
    ] = False
    loose_keys: Annotated[
        bool,
        Meta(
            description="Device keys need neither be complete nor signed and may be replaced, backups may hold any JSON; logins tell device lists."
        ),
    ] = False
    loose_avatars: Annotated[
        bool, Meta(description="`avatar_url` of a profile may be any text, as before v1.18.")
    ] = False
    open_media: Annotated[
        bool, Meta(description="Media is served without a login under `/_matrix/media/v3`, as before v1.11.")
    ] = False
    registration_secret: Annotated[
        str,
        Meta(description="Shared secret of `/_synapse/admin/v1/register`; empty: there is no such endpoint."),
    ] = ""
