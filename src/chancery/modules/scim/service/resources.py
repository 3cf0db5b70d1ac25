# SPDX-License-Identifier: EUPL-1.2
"""The resource types that are served: those attributes of RFC 7643 that this server keeps, and no others.

What is not declared here is left out of what clients send, so that nothing is stored that nobody needs.
"""

from typing import Annotated, Any, ClassVar

from pydantic import Field
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    ComplexAttribute,
    Email,
    ETag,
    Extension,
    Filter,
    GroupMember,
    GroupMembership,
    Mutability,
    Name,
    Patch,
    PhoneNumber,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

from chancery.modules.scim.model import StatedUser

MAX_RESULTS = 200
MAX_OPERATIONS = 100
MAX_PAYLOAD = 1_048_576


class User(Resource[AnyExtension]):
    """A person."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    """Fixes the login name when the person comes into being: what stands before the @."""

    name: Name | None = None
    """The name in parts; displayName goes before it."""

    Name: ClassVar[type[ComplexAttribute]] = Name

    display_name: str | None = None
    """The name as the directory shows it."""

    title: str | None = None
    """The title of the post that the person holds."""

    active: bool | None = None
    """False lets the person go for good."""

    emails: list[Email] | None = None
    """The primary one, or else the first, is the address of the login."""

    Emails: ClassVar[type[ComplexAttribute]] = Email

    phone_numbers: list[PhoneNumber] | None = None
    """The telephone numbers on the card."""

    PhoneNumbers: ClassVar[type[ComplexAttribute]] = PhoneNumber

    groups: Annotated[list[GroupMembership] | None, Mutability.read_only] = None
    """The groups that the user is in directly."""

    Groups: ClassVar[type[ComplexAttribute]] = GroupMembership


class Manager(ComplexAttribute):
    """Who leads a person, as the client knows it; most clients name the id alone."""

    value: str | None = None
    """The id of a User."""

    ref: Reference[Any] | None = Field(None, serialization_alias="$ref", validation_alias="$ref")
    """The address of that resource."""

    display_name: Annotated[str | None, Mutability.read_only] = None
    """The name of the manager."""


class EnterpriseUser(Extension):
    """Where a person belongs."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: str | None = None
    """Kept for the client."""

    division: str | None = None
    """The unit below the client's own."""

    department: str | None = None
    """The unit of the person's post, inside the division when there is one."""

    manager: Manager | None = None
    """Kept for the client: who heads a unit is appointed, not derived."""


class Member(GroupMember):
    """A user or a group in a group; the name that is shown is this server's."""

    display: Annotated[str | None, Mutability.read_only] = None
    """The member's name."""


class Group(Resource[Any]):
    """A team."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true] = None
    """The team's name."""

    members: list[Member] | None = None
    """Who is in the group directly."""

    Members: ClassVar[type[ComplexAttribute]] = Member


PERSON: Any = User[EnterpriseUser]


def make_provider() -> ScimProvider:
    """Return the description of the service."""
    return ScimProvider(
        models=[User, EnterpriseUser, Group],
        resource_types=[ResourceType.from_resource(PERSON), ResourceType.from_resource(Group)],
        config=ServiceProviderConfig(
            patch=Patch(supported=True),
            bulk=Bulk(supported=True, max_operations=MAX_OPERATIONS, max_payload_size=MAX_PAYLOAD),
            filter=Filter(supported=True, max_results=MAX_RESULTS),
            change_password=ChangePassword(supported=False),
            sort=Sort(supported=True),
            etag=ETag(supported=True),
            authentication_schemes=[
                AuthenticationScheme(
                    type=AuthenticationScheme.Type.oauthbearertoken,
                    name="Bearer token",
                    description="A token that an administrator of the unit issues for this client.",
                    primary=True,
                )
            ],
        ),
        # Identity providers send more than a service keeps, and Entra ID writes PATCH in ways of its own.
        policy=ScimPolicy(
            unknown=ScimPolicy.Unknown.ignore,
            remove_value_as_filter=ScimPolicy.RemoveValue.apply,
            unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
        ),
    )


def stated(resource_id: str, user: Any) -> StatedUser:
    """Return what a User resource says of a person."""
    name, more = user.name, user[EnterpriseUser]
    return StatedUser(
        id=resource_id,
        user_name=user.user_name or "",
        names=(
            user.display_name,
            name and name.formatted,
            name and _joined(name.given_name, name.family_name),
        ),
        title=user.title,
        division=more.division if more else None,
        department=more.department if more else None,
        email=_chosen(user.emails),
        phones=tuple(one.value for one in user.phone_numbers or () if one.value),
        is_active=user.active is not False,
    )


def _chosen(emails: list[Email] | None) -> str | None:
    usable = [email for email in emails or () if email.value]
    first = next((email for email in usable if email.primary), usable[0] if usable else None)
    return first.value if first else None


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
