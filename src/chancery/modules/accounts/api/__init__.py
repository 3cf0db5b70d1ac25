# SPDX-License-Identifier: EUPL-1.2
"""All routes of accounts over its services."""

from collections.abc import Sequence

from chancery.modules.accounts.api.account import AccountApi
from chancery.modules.accounts.api.addresses import AddressesApi
from chancery.modules.accounts.api.admin import AdminApi
from chancery.modules.accounts.api.confirmation_page import ConfirmationPage
from chancery.modules.accounts.api.data import DataApi
from chancery.modules.accounts.api.devices import DevicesApi
from chancery.modules.accounts.api.factors import FactorsApi
from chancery.modules.accounts.api.fallback_page import FallbackPage
from chancery.modules.accounts.api.invitation_page import InvitationPage
from chancery.modules.accounts.api.login import LoginApi
from chancery.modules.accounts.api.new_devices import NewDevicesApi
from chancery.modules.accounts.api.people_admin import PeopleAdminApi
from chancery.modules.accounts.api.profile import ProfileApi
from chancery.modules.accounts.api.registration import RegistrationApi
from chancery.modules.accounts.api.session import SessionApi
from chancery.modules.accounts.api.tokens import TokensApi
from chancery.modules.accounts.service.assembly import Base, Services
from chancery.modules.accounts.service.desk import Desk
from chancery.modules.accounts.service.new_devices import NewDevices
from chancery.modules.accounts.store.new_devices import NewDeviceStore
from chancery.platform.http.routes import Route


def routes_of(base: Base, services: Services, home_url: str) -> Sequence[Route]:
    """Return the routes; `home_url` is where the web client is."""
    tokens = TokensApi(
        refresher=services.refresher,
        login_tokens=services.login_tokens,
        interactive=services.interactive,
        people=services.people,
        sealer=base.sealer,
        server_name=base.server_name,
    )
    session = SessionApi(
        services.logins,
        services.people,
        services.passkeys,
        server_name=base.server_name,
        is_secure=home_url.startswith("https:"),
    )
    addresses = AddressesApi(
        addresses=services.addresses,
        confirmations=services.confirmations,
        interactive=services.interactive,
        registrar=services.registrar,
        can_reset=services.reset.is_possible,
        is_for_suites=base.testing.open_registration,
    )
    page = ConfirmationPage(
        services.confirmations, home_url=home_url, acts_at_once=base.testing.open_registration
    )
    new_devices = NewDevices(base.database, NewDeviceStore(base.database))
    has_secret = bool(base.testing.registration_secret)
    return (
        *LoginApi(services.logins, services.login_tokens, services.service_logins, home_url).routes(),
        *RegistrationApi(
            services.registrar, services.service_logins, home_url, has_secret=has_secret
        ).routes(),
        *tokens.routes(),
        *AdminApi(services.moderation).routes(),
        *PeopleAdminApi(_desk(services, base), services.interactive).routes(),
        *session.routes(),
        *AccountApi(services.people, services.interactive, services.keeper, services.reset).routes(),
        *FactorsApi(services.enrolment, services.interactive, services.moderation, services.people).routes(),
        *addresses.routes(),
        *page.routes(),
        *InvitationPage(services.upkeep.invitations, home_url=home_url).routes(),
        *FallbackPage(services.fallback).routes(),
        *DevicesApi(services.logins, services.interactive, services.service_logins).routes(),
        *NewDevicesApi(new_devices, services.logins, services.interactive).routes(),
        *ProfileApi(services.people, services.fields, is_public=base.testing.open_registration).routes(),
        *DataApi(services.data).routes(),
    )


def _desk(services: Services, base: Base) -> Desk:
    return Desk(
        moderation=services.moderation,
        people=services.people,
        logins=services.logins,
        enrolment=services.enrolment,
        audit=base.audit,
    )
