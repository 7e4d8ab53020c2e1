"""Inspection reports, a local policing body's responses to them, and the law that both stand under.

import inspectlib as il

register = il.load("register.json")
outcome = il.check(register, on="2023-04-20")
"""

# named as type checkers know it, without importing typing: importing the package stays quick
TYPE_CHECKING = False

if TYPE_CHECKING:
    from inspectlib.errors import BadCall, CannotRead, CannotWrite, InspectlibError, PluginsFailed, RegisterMovedOn
    from inspectlib.register import Register
    from inspectlib.running import as_at, check, closure_of, explain, export, flow, load, merge, read, save

__version__ = "0.1.0"

__all__ = [
    "BadCall",
    "CannotRead",
    "CannotWrite",
    "InspectlibError",
    "PluginsFailed",
    "Register",
    "RegisterMovedOn",
    "as_at",
    "check",
    "closure_of",
    "explain",
    "export",
    "flow",
    "load",
    "merge",
    "read",
    "save",
]

_HOMES = {
    **dict.fromkeys(
        ("BadCall", "CannotRead", "CannotWrite", "InspectlibError", "PluginsFailed", "RegisterMovedOn"),
        "inspectlib.errors",
    ),
    "Register": "inspectlib.register",
    **dict.fromkeys(
        ("as_at", "check", "closure_of", "explain", "export", "flow", "load", "merge", "read", "save"),
        "inspectlib.running",
    ),
}


def __getattr__(name: str) -> object:
    """Bring a verb or noun in when it is first used, so that importing the package stays quick."""
    if name not in _HOMES:
        message = f"module 'inspectlib' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - likewise

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
