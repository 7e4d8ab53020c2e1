"""Writes the site: a list, a page a response, a statement on accessibility, feeds and a style sheet."""

from importlib.resources import files
from itertools import groupby

from inspectlib.errors import BadCall
from inspectlib.exchange import Exporter, Job
from inspectlib.fields import Audience
from inspectlib.periods import in_words
from inspectlib_website.feeds import atom, checked_base, json_feed
from inspectlib_website.pages import RECIPIENTS, body_in_office, body_name, clean, link, pages_of, paragraphs


def _final(value: object) -> object:
    """Return what a template prints, without control characters."""
    return clean(value) if type(value) is str else value


def _office(job: Job) -> tuple[str, bool]:
    """Return the name of the office, and whether it is a name that nobody checked in a source."""
    given = job.options.get("office", "").strip()
    if given:
        return given, False
    areas = {job.body} if job.body else {each.response.area for each in job.view.responses}
    areas = areas or set(job.view.register.areas)
    if len(areas) != 1:
        return "Local policing bodies" if areas else "Local policing body", False
    area = areas.pop()
    body = body_in_office(area, job.on)
    return body_name(area, job.on), body is None or not body.verified


def write(job: Job) -> None:
    """Write the site into the folder `job.destination`. Raises BadCall, CannotWrite."""
    import jinja2

    if job.view.audience is not Audience.PUBLIC:
        message = "the website is public; it takes the public view only"
        raise BadCall(message)
    base = checked_base(job.options.get("base-url") or "https://example.org/")
    pages = pages_of(job.view)
    office, unchecked = _office(job)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("inspectlib_website"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_final,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(day=in_words, link=link, paragraphs=paragraphs)
    environment.globals.update(
        office=office,
        unchecked=unchecked,
        on=job.on,
        recipients=RECIPIENTS,
        sample=any(each.fictional for each in pages),
    )
    years = [
        (year, tuple(group))
        for year, group in groupby(
            pages, key=lambda each: each.inspection.published_on.year if each.inspection.published_on else None
        )
    ]
    many = len({each.shown.response.area for each in pages}) > 1
    published = [each.published_on for each in job.view.register.inspections if each.published_on]
    made: dict[str, bytes] = {
        "index.html": environment.get_template("index.html").render(root="", years=years, many=many).encode(),
        "accessibility.html": environment.get_template("accessibility.html").render(root="").encode(),
        "feed.xml": atom(pages, base=base, office=office, empty=max(published, default=job.on)),
        "feed.json": json_feed(pages, base=base, office=office),
        "style.css": files("inspectlib_website").joinpath("style.css").read_bytes(),
    }
    template = environment.get_template("response.html")
    for page in pages:
        made[page.file] = template.render(root="../", page=page, response=page.shown.response).encode()
    (job.destination / "responses").mkdir(parents=True)
    for done, name in enumerate(sorted(made), start=1):
        (job.destination / name).write_bytes(made[name])
        job.progress(done, len(made))


WEBSITE = Exporter(
    name="website",
    title="Website",
    audience=Audience.PUBLIC,
    suffix="",
    export=write,
    options={
        "base-url": "where the site will be served; makes absolute links in the feeds",
        "office": "name of the office shown on each page",
    },
)
