"""What a column is, and where what is typed in it belongs in the register."""

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """What may be typed in a column; what is worked out is shown only."""

    SHOWN = "shown"
    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"


class How(Enum):
    """How an edit reaches its field.

    FIELD: it is the field. PART: it is a part of the field's one value. NEW: it is a part of a new element of
    the field's list. ONLY: it is a part of the list's only element, or of its first. ITEM: it is a part of one
    element, which the row names. EXTRA: it is a field of the profile's own. MANY: it is a list, separated by ";".
    """

    FIELD = "field"
    PART = "part"
    NEW = "new"
    ONLY = "only"
    ITEM = "item"
    EXTRA = "extra"
    MANY = "many"


class Into(NamedTuple):
    """Where an edit goes. `needed`: nothing of the value can be recorded without this part.

    `fixed`: parts that the element has whatever is typed, which also tell it from its neighbours.
    """

    field: str
    part: str = ""
    how: How = How.FIELD
    needed: bool = False
    fixed: tuple[tuple[str, str], ...] = ()


class Column(NamedTuple):
    """One column: its name, its width in characters, what may be typed and where that goes.

    `instead`: for a column that is worked out, what to fill in its place. `choices`: the words, in order;
    `source`: the column of another sheet that holds them. `aside`: not on the printed page.
    """

    name: str
    width: int
    kind: Kind = Kind.SHOWN
    into: Into | None = None
    choices: tuple[str, ...] = ()
    instead: str = ""
    aside: bool = False
    help: str = ""


class Form(NamedTuple):
    """One sheet that holds one table whose rows are known by their keys.

    `collection`: the part of the register that its rows are about; `spare`: empty rows for what is new.
    `adds`: what a row without a key is; `tells`: the columns that tell such a row from a copy of one that was sent.
    """

    name: str
    collection: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    about: str
    spare: int = 0
    adds: str = ""
    tells: tuple[str, ...] = ()
