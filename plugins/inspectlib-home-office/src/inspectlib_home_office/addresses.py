"""Where a submission goes: addresses that the office configures, checked before a mail is drafted to them."""

from email import errors
from email.headerregistry import Address as MailAddress

from inspectlib.errors import BadCall
from inspectlib.profiles import Address, Profile
from inspectlib.responses import Recipient

#: domains of the Government Secure Intranet, switched off; forms of 2016 still print them
RETIRED = ("gsi.gov.uk", "gsx.gov.uk", "gse.gov.uk", "gcsx.gov.uk")


def checked(profile: Profile | None) -> tuple[tuple[Address, MailAddress], ...]:
    """Return the addresses of a profile, each as a mail has it.

    Raises BadCall, naming the profile and the address, for one that is none or that leads nowhere any more.
    """
    return tuple((each, _mail_address(each, profile.name)) for each in profile.recipients) if profile else ()


def _mail_address(each: Address, profile: str) -> MailAddress:
    try:
        made = MailAddress(display_name=each.name, addr_spec=each.email)
    except (ValueError, IndexError, errors.MessageError):
        made = None
    if (
        made is None
        or "." not in made.domain.strip(".")
        or not made.username
        or not each.email.isascii()
        or any(mark in each.email for mark in " ,;\r\n")
    ):
        message = f"profile {profile!r}: {each.email!r} is no e-mail address for {each.to.value}; correct it there"
        raise BadCall(message)
    domain = made.domain.lower().rstrip(".")
    if any(domain == retired or domain.endswith(f".{retired}") for retired in RETIRED):
        message = f"profile {profile!r}: {each.email!r} is on a retired domain; ask {each.to.value} for the present one"
        raise BadCall(message)
    return made


def without(found: tuple[tuple[Address, MailAddress], ...]) -> tuple[Recipient, ...]:
    """Return to whom no address is configured: s.55(6) asks for both."""
    return tuple(each for each in Recipient if each not in {address.to for address, _ in found})
