"""The reports, responses and cases of a register by key, so that looking at one does not look at all."""

from functools import cached_property
from typing import Any

import attrs

from inspectlib.changes.places import ORDER, keyed, value_at
from inspectlib.register import Register


@attrs.frozen(slots=False, eq=False)
class Rows:
    """A register of which single rows are looked at, many times."""

    register: Register

    @cached_property
    def inspections(self) -> dict[str, Any]:
        """Return the reports by key."""
        return keyed(self.register.inspections)

    @cached_property
    def responses(self) -> dict[str, Any]:
        """Return the responses by key."""
        return keyed(self.register.responses)

    @cached_property
    def cases(self) -> dict[str, Any]:
        """Return the cases by key."""
        return keyed(self.register.cases)

    def part(self, where: tuple[str, ...]) -> Register:
        """Return a register of the one row that a path leads to; where there is no such one, the whole."""
        if len(where) == 1 or where[1] == ORDER or "#" in where[1]:
            return self.register
        if where[0] not in ("inspections", "responses", "cases"):
            return self.register
        held = getattr(self, where[0]).get(where[1])
        made: Any = Register
        part: Register = made(**{where[0]: () if held is None else (held,)})
        return part

    def value_at(self, where: tuple[str, ...]) -> Any:
        """Return the plain data that stands at a path, as `value_at` of the whole register does."""
        return value_at(self.part(where), where)
