"""How the pages are built: `make docs`; every warning is an error, every reference must resolve."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import attrs  # noqa: E402 - after the path
import generating  # noqa: E402 - found beside this file

from inspectlib import __version__  # noqa: E402 - likewise
from inspectlib.fields import bare_type  # noqa: E402 - likewise

project = "inspectlib"
author = "the inspectlib authors"
release = __version__
extensions = ["myst_nb", "sphinx.ext.autodoc"]  # the first brings myst_parser with it
exclude_patterns = ["_build", "jupyter_execute"]
html_theme = "furo"
html_title = f"inspectlib {__version__}"
html_static_path = ["_static"]
html_css_files = ["house.css"]
html_favicon = "_static/favicon.svg"
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
nb_execution_mode = "force"  # the pages of the notebooks show what they print today
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True}
# Python's own names, attrs, and type variables have no page here
nitpick_ignore_regex = [
    ("py:.*", r"(datetime|pathlib|collections(\.abc)?|importlib\..*|attrs|enum|zipfile|re)\..*"),
    ("py:.*", r"(inspectlib\..*\.)?[A-Z]"),
]


def _without_audiences(app, function, bound_method):
    """Show a field's type as a caller gives it; who may see the field stands in the JSON schemas."""
    del app, bound_method
    function = getattr(function, "__func__", function)
    if not hasattr(function, "__annotations__") or not function.__module__.startswith("inspectlib"):
        return  # what a module only imports is asked after too
    declared = dict(function.__annotations__)
    owner = getattr(sys.modules.get(function.__module__), function.__qualname__.partition(".")[0], None)
    if attrs.has(owner) and function.__name__ == "__init__":  # the field's own type, not what its converter takes
        declared |= {each.name: each.type for each in attrs.fields(owner)}
    function.__annotations__ = {name: bare_type(each) for name, each in declared.items()}


#: what the theme and the tables of notebooks leave to be said for those who listen or use the keyboard alone
FOR_ALL = (
    ('<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="All pages">'),
    ('<aside class="toc-drawer">', '<aside class="toc-drawer" aria-label="On this page">'),
    ('<aside class="toc-drawer no-toc">', '<aside class="toc-drawer no-toc" aria-label="On this page">'),
    ('<div class="table-wrapper ', '<div tabindex="0" class="table-wrapper '),
    ('<div id="search-results"', '<h1>Search</h1><div id="search-results"'),
    ("<th></th>", "<td></td>"),
)


def _finish(app, error):
    """Name the parts of each page, and let what scrolls be reached by the keyboard."""
    if error is not None:
        return
    for path in Path(app.outdir).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        made = text
        for before, after in FOR_ALL:
            made = made.replace(before, after)
        if made != text:
            path.write_text(made, encoding="utf-8")


def setup(app):
    """Write the pages that come from the code before Sphinx looks for pages."""
    app.connect("build-finished", _finish)
    app.connect("autodoc-before-process-signature", _without_audiences)
    generating.write_all(HERE / "reference" / "made")
