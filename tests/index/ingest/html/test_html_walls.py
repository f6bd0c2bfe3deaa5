"""What stands in place of an article, and what only looks like it."""

from __future__ import annotations

import pytest

from index.ingest.html import walls
from index.ingest.html.reading import read
from tests.bench.news_pages import Article, articles, document, h1, ld, p
from tests.bench.site_furniture import COOKIES, FOOTER, LINKS, NAV

ARTICLE = max(articles(), key=lambda article: len(article.paragraphs))
CONSENT = """<html><head><title>Yahoo is part of the Yahoo family of brands</title></head><body><div
class="consent">
<h1>Before you continue</h1><p>We, Yahoo, are part of the Yahoo family of brands. When you use our sites
and apps, we use
cookies to provide our sites and apps to you and to measure your use of them.</p><p>If you click 'Accept
all', we and
our partners (238 of them) will also store and/or access information on your device, in other words use
cookies.</p>
<p>You can withdraw your consent or change your choices at any time by clicking on the privacy settings
links.</p>
<button>Accept all</button><button>Reject all</button><a href="/m">Manage privacy
settings</a></div></body></html>"""
CHALLENGE = """<html><head><title>Just a moment...</title></head><body><div
class="main-wrapper"><h1>news.example</h1>
<h2>Verify you are human by completing the action below.</h2><noscript>Enable JavaScript and cookies to
continue
</noscript><p>news.example needs to review the security of your connection before proceeding.</p>Ray ID:
7c2</div>"""
NO_SCRIPT = """<html><head><title>News Example</title><script src=app.js></script></head><body><div
id="root"></div>
<noscript>You need to enable JavaScript to run this app.</noscript></body></html>"""
SHELL = (
    "<html><head><title>News</title><script src=a.js></script></head><body><div id=app></div></body></html>"
)
NOT_FOUND = f"""<html><head><title>Page not found | Example</title></head><body>{NAV}<main><h1>Page not
found</h1><p>Sorry,
the page you are looking for could not be found. It may have been moved or removed.</p></main>{FOOTER}"""
FORBIDDEN = (
    "<html><head><title>403 Forbidden</title></head><body><center><h1>403 "
    "Forbidden</h1></center><hr>nginx</body>"
)
BROKEN = """<html><head><title>Error 500</title></head><body><h1>Internal Server Error</h1><p>The server
encountered an
internal error and was unable to complete your request. Please try again later.</p></body></html>"""
TEASER = document(
    ARTICLE,
    f"{NAV}<article>{h1(ARTICLE)}{p(ARTICLE.paragraphs[0][:200] + '…')}<div "
    f"class='paywall'><h3>Subscribe to continue "
    f"reading</h3><p>Get unlimited access from 1 € a week.</p><a href='/login'>Already a "
    f"subscriber? Log in</a></div>"
    f"</article>{FOOTER}",
    ld(ARTICLE, isAccessibleForFree=False),
)
SOFT_TEASER = TEASER.replace('"isAccessibleForFree": false', '"inLanguage": "en"')
GERMAN_TEASER = document(
    ARTICLE,
    f"<article>{h1(ARTICLE)}<p>Der Kreml hat die USA beschuldigt, hinter dem Angriff zu stehen. "
    f"Washington weist das "
    f"zurück.</p><p>Jetzt weiterlesen mit dem Probeabo, nur für Abonnenten.</p></article>",
    ld(ARTICLE, isAccessibleForFree="False"),
)
FRONT = document(
    Article("The Daily Example", ()),
    NAV
    + "<main>"
    + "".join(
        f'<article><a href="/{n}"><h2>{text}</h2></a><p>{text}, officials said on Tuesday '
        f"evening.</p></article>"
        for n, text in enumerate(LINKS * 3)
    )
    + f"</main>{FOOTER}",
    '<meta property="og:type" content="website">',
)


@pytest.mark.parametrize(
    ("html", "wall"),
    [
        (CONSENT, walls.CONSENT),
        (TEASER, walls.PAYWALL),
        (SOFT_TEASER, walls.PAYWALL),
        (GERMAN_TEASER, walls.PAYWALL),
        (NO_SCRIPT, walls.SCRIPT),
        (SHELL, walls.SCRIPT),
        (NOT_FOUND, walls.ERROR),
        (FORBIDDEN, walls.ERROR),
        (BROKEN, walls.ERROR),
        (CHALLENGE, walls.ROBOT),
        (FRONT, walls.LINKS),
    ],
    ids=[
        "consent",
        "teaser",
        "soft",
        "german",
        "script",
        "shell",
        "404",
        "403",
        "500",
        "cloudflare",
        "front",
    ],
)
def test_e64_walls_are_told_from_articles(html: str, wall: str) -> None:
    assert read(html.encode(), url="https://news.example/2023/05/a").wall == wall


def _article(*paragraphs: str, title: str = "Drones fall", head: str = "", around: str = "") -> str:
    article = Article(title, paragraphs)
    return document(article, f"{around}{NAV}<article>{h1(article)}{p(*paragraphs)}</article>{FOOTER}", head)


SHORT = (
    "Two drones fell on the roof of the palace on Wednesday night, officials in the capital "
    "said. Nobody was hurt."
)
ABOUT_COOKIES = (
    "European regulators want to end the cookie banners that greet visitors of nearly every web site.",
    "Under the plan a browser would tell each site once whether a visitor gives consent, the "
    "commission said.",
    "Privacy advocates welcomed it, while publishers warned that personalised advertising would suffer.",
    "The rules on personal data were written in 2002, long before tracking became the trade it is today.",
    "A vote in the parliament is expected in autumn, and a spokesman said that the text may still change.",
)


@pytest.mark.parametrize(
    "html",
    [
        _article(SHORT),
        _article(SHORT, "The mayor thanked the fire brigade for its work in the night."),
        _article(SHORT, head=ld(Article("Drones fall", ()))),
        _article(*ARTICLE.paragraphs, around=COOKIES),
        _article(SHORT, SHORT.replace("Two", "Three"), around=COOKIES),
        _article(*ARTICLE.paragraphs, head=ld(ARTICLE, isAccessibleForFree=False)),
        _article(*ABOUT_COOKIES, title="Brussels wants to end cookie banners"),
        _article(
            "500 people protested in the capital on Monday, the police said in the evening.",
            title="500 protest",
        ),
        _article(
            "The site of the ministry showed an error page for hours on Monday, after an attack by hackers.",
            "Visitors read that the page could not be found, and officials blamed a foreign power for it.",
            title="Page not found: hackers attack ministry",
            head=ld(Article("Page not found: hackers attack ministry", ())),
        ),
    ],
    ids=["one", "two", "described", "banner", "short-banner", "paid-full", "cookies", "500", "not-found"],
)
def test_e64_articles_are_no_walls(html: str) -> None:
    found = read(html.encode(), url="https://news.example/2023/05/a")
    assert found.wall is None
    assert found.blocks


def test_text_behind_a_paywall_is_not_taken_from_the_description() -> None:
    secret = " ".join(ARTICLE.paragraphs)
    html = document(
        ARTICLE,
        f"<article>{h1(ARTICLE)}<p>{SHORT}</p><p>Subscribe to continue reading.</p></article>",
        ld(ARTICLE, isAccessibleForFree=False, articleBody=secret),
    )
    assert read(html.encode()).wall == walls.PAYWALL
