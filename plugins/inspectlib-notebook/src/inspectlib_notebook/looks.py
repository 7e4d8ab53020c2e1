"""The frame of a page: plain, without anything from elsewhere, light or dark as the reader's screen is."""

from html import escape

from inspectlib.showing import visible

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.4 Arial, "Liberation Sans", "DejaVu Sans", sans-serif; margin: 1.5rem auto; max-width: 60rem; padding: 0 1rem; }
p { margin: .3rem 0; } h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.15rem; margin: 1.2rem 0 .4rem; }
figure.chart { background: #fff; margin: .3rem 0; border: 1px solid #767676; padding: .3rem; }
figure.chart { overflow-x: auto; }
figure.chart svg { width: 100%; min-width: 36rem; height: auto; display: block; }
@media print { figure.chart svg { min-width: 0; } }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #767676; padding: .2rem .5rem .2rem 0; }
a { color: inherit; }
.wide { overflow-x: auto; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem; margin: .6rem 0; padding: 0; }
.numbers p { margin: 0; display: flex; flex-direction: column; justify-content: space-between; border: 1px solid #767676; border-top-width: 4px; padding: .4rem .6rem; }
.numbers span { font-size: .9rem; } .numbers strong { font-size: 1.7rem; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 1.2rem; }
.notes { font-size: .88rem; } ul { margin: .3rem 0; padding-left: 1.2rem; }
@page { size: A4; margin: 1.1cm 1.3cm; }
@media print {
 body { font-size: 8.6pt; line-height: 1.25; margin: 0; max-width: none; padding: 0; }
 h1 { font-size: 14pt; } h2 { font-size: 10pt; margin: 6pt 0 2pt; break-after: avoid; }
 .numbers { display: flex; gap: 5pt; margin: 5pt 0; } .numbers p { display: block; flex: 1; padding: 2pt 4pt; } .numbers span, .numbers strong { display: block; } .numbers strong { font-size: 15pt; } .numbers span { font-size: 8pt; }
 .two { display: flex; gap: 10pt; } .two > section { flex: 1; }
 figure.chart { border: none; padding: 0; margin: 0; } figure.chart svg { width: 13.2cm; margin: 0 auto; } .notes { font-size: 7.6pt; }
 p, ul { margin: 2pt 0; } th, td { padding: 1pt 3pt 1pt 0; }
}
"""


def page(title: str, body: str) -> str:
    """Return a whole page around a body that is HTML already."""
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(visible(title))}</title><style>{_STYLE}</style></head>\n<body><main>{body}</main></body></html>\n"
    )
