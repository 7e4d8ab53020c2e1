"""How the pages are built: `make docs`; every warning is an error, every reference must resolve."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import generating  # noqa: E402 - found beside this file

from inspectlib import __version__  # noqa: E402 - likewise

project = "inspectlib"
author = "the inspectlib authors"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"inspectlib {__version__}"
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the signature stands in the code; the pages say what each value means
autodoc_default_options = {"members": True}
nitpick_ignore_regex = [("py:obj", r"inspectlib\..*\.[A-Z]")]  # type variables have no page


def setup(app):
    """Write the pages that come from the code before Sphinx looks for pages."""
    del app
    generating.write_all(HERE / "reference" / "made")
