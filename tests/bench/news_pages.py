"""News pages of our own making with their gold text: the seeds' words in many sites' furniture."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.ingest import plaintext
from index.model import Role, Source, SourceKind
from tests.bench.site_furniture import (
    AD,
    AUTHOR_BOX,
    COMMENTS,
    COOKIES,
    FOOTER,
    LINKS,
    NAV,
    NEWSLETTER,
    RELATED,
    SHARE,
)

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@dataclass(frozen=True)
class Article:
    """What goes into a page: plain text without markup."""

    title: str
    paragraphs: tuple[str, ...]
    author: str = "Jane Roe"
    date: str = "2023-05-05T14:30:00+02:00"


@dataclass(frozen=True)
class NewsPage:
    """A page and the text of its article's body, one paragraph a line."""

    name: str
    html: str
    gold: str


def articles() -> list[Article]:
    """The seeds as articles, in the order of their files."""
    made = []
    for path in sorted(SEEDS.glob("*.txt")):
        draft = plaintext.parse(path.read_bytes(), Source(SourceKind.FILE, str(path)))
        text = draft.texts(Role.BODY)
        made.append(Article(draft.title or "Kremlin drone attack: what is known", text))
    return made


def p(*texts: str) -> str:
    """Paragraphs of HTML."""
    return "".join(f"<p>{html.escape(text)}</p>\n" for text in texts)


def ld(article: Article, **more: object) -> str:
    """The JSON-LD of an article."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.date,
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "Organization", "name": "The Daily Example"},
        **more,
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def og(article: Article) -> str:
    """The OpenGraph elements of an article."""
    return (
        f'<meta property="og:title" content="{html.escape(article.title)}"><meta '
        f'property="og:type" content="article">'
        '<meta property="og:site_name" content="The Daily Example">'
        f'<meta property="article:published_time" content="{article.date}">'
    )


def document(article: Article, inner: str, head: str = "") -> str:
    """A whole page."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta '
        f'charset="utf-8"><title>{html.escape(article.title)} | The Daily '
        f'Example</title><link rel="stylesheet" href="/a.css">{head}</head><body>{inner}</body></html>'
    )


def h1(article: Article) -> str:
    """The headline."""
    return f'<h1 class="headline">{html.escape(article.title)}</h1>'


def _plain(a: Article) -> str:
    return document(
        a, f"{NAV}<main><article>{h1(a)}{p(*a.paragraphs)}</article></main>{FOOTER}", og(a) + ld(a)
    )


def _wordpress(a: Article) -> str:
    inner = (
        f'<div id="page">{NAV}<div id="primary"><article class="post type-post"><header class="entry-header">'
        f'<h1 class="entry-title">{html.escape(a.title)}</h1><div class="entry-meta">Posted on '
        f'<time datetime="{a.date}">May '
        f'5, 2023</time> by <a rel="author" href="/author/jane">Jane Roe</a></div></header><div '
        f'class="entry-content">'
        f'{p(*a.paragraphs)}<div class="sharedaddy">{SHARE}</div></div><footer '
        f'class="entry-meta">Tags: <a href="/t/1">Kremlin'
        f'</a>, <a href="/t/2">Drones</a></footer></article>{COMMENTS}</div><div id="secondary" '
        f'class="sidebar">{NEWSLETTER}'
        f"{RELATED}</div></div>{FOOTER}"
    )
    return document(a, inner, og(a))


def _related_inside(a: Article) -> str:
    half = len(a.paragraphs) // 2
    box = f'<div class="inline-related"><strong>Read more:</strong> <a href="/x">{LINKS[0]}</a></div>'
    body = p(*a.paragraphs[:half]) + box + p(*a.paragraphs[half:])
    return document(
        a,
        f"{NAV}<article>{h1(a)}{SHARE}<div class='article-body'>{body}</div>{RELATED}</article>{FOOTER}",
        ld(a),
    )


def _ads(a: Article) -> str:
    body = "".join(p(text) + (AD if n % 2 else "") for n, text in enumerate(a.paragraphs))
    return document(a, f"{NAV}<main>{h1(a)}<div class='story-body'>{body}</div></main>{FOOTER}", og(a))


def _cookie_overlay(a: Article) -> str:
    inner = f"{COOKIES}{NAV}<main><article>{h1(a)}{p(*a.paragraphs)}</article></main>{FOOTER}"
    return document(a, inner, ld(a))


def _newsletter_inside(a: Article) -> str:
    body = p(*a.paragraphs[:2]) + NEWSLETTER + p(*a.paragraphs[2:])
    return document(a, f"{NAV}<article>{h1(a)}{body}{AUTHOR_BOX}</article>{FOOTER}", og(a) + ld(a))


def _figures(a: Article) -> str:
    figure = (
        "<figure><img src='a.jpg' alt='x'><figcaption>Smoke over the dome of the Senate Palace in "
        "Moscow. Photo: Example / "
        "AFP</figcaption></figure>"
    )
    body = figure + p(*a.paragraphs[:3]) + figure.replace("Smoke", "Police") + p(*a.paragraphs[3:])
    return document(
        a, f"{NAV}<article>{h1(a)}<div class='article__body'>{body}</div></article>{FOOTER}", ld(a)
    )


def _pull_quote(a: Article) -> str:
    quote = f'<aside class="pullquote">“{html.escape(a.paragraphs[-1][:80])}”</aside>'
    body = p(*a.paragraphs[:3]) + quote + p(*a.paragraphs[3:])
    return document(a, f"{NAV}<article>{h1(a)}{body}</article>{FOOTER}", ld(a))


def _table_layout(a: Article) -> str:
    menu = "<br>".join(f'<a href="/{n}">{text}</a>' for n, text in enumerate(LINKS))
    body = "<br><br>\n".join(html.escape(text) for text in a.paragraphs)
    return (
        f"<html><head><title>{html.escape(a.title)}</title></head><body bgcolor=#ffffff><table "
        f"width=780><tr><td colspan=2><img "
        f"src=logo.gif></td></tr><tr><td width=150 valign=top>{menu}</td><td><font "
        f"size=5><b>{html.escape(a.title)}</b></font>"
        f"<br><font size=2>{body}</font></td></tr><tr><td colspan=2><small>© 2001 Example "
        f"Press</small></td></tr></table>"
    )


def _divs(a: Article) -> str:
    body = "".join(f'<div class="paragraph">{html.escape(text)}</div>' for text in a.paragraphs)
    return document(
        a, f'{NAV}<div id="content"><div class="article-content">{h1(a)}{body}</div></div>{FOOTER}', og(a)
    )


def _breaks(a: Article) -> str:
    body = "<br><br>".join(html.escape(text) for text in a.paragraphs)
    return document(a, f'{NAV}<div id="content">{h1(a)}<div class="text">{body}</div>{SHARE}</div>{FOOTER}')


def _amp(a: Article) -> str:
    head = (
        f'<script async src="https://cdn.ampproject.org/v0.js"></script><style '
        f"amp-boilerplate>body{{opacity:0}}</style>{ld(a)}"
    )
    inner = (
        f'<amp-sidebar id="side" hidden><ul><li><a '
        f'href="/">Home</a></li></ul></amp-sidebar><amp-consent id="c" hidden><p>We and '
        f"our partners use cookies.</p></amp-consent><article>{h1(a)}<amp-img "
        f"src='a.jpg'></amp-img>{p(*a.paragraphs)}"
        f"<amp-ad width=300></amp-ad></article>"
    )
    return document(a, inner, head)


def _live_blog(a: Article) -> str:
    posts = "".join(
        f'<section class="live-post"><h2>{n + 9}:00 Update</h2>{p(text)}</section>'
        for n, text in enumerate(a.paragraphs)
    )
    return document(
        a,
        f"{NAV}<article class='liveblog'>{h1(a)}<div class='article-body'>{posts}</div></article>{FOOTER}",
        ld(a),
    )


def _subheads(a: Article) -> str:
    heads = ("What happened", "How Moscow reacted", "What comes next", "Reactions abroad")
    size = max(2, len(a.paragraphs) // 4)
    parts = []
    for n, head in enumerate(heads):
        until = None if n == 3 else (n + 1) * size
        parts.append(f"<h2>{head}</h2>" + p(*a.paragraphs[n * size : until]))
    return document(a, f"{NAV}<article>{h1(a)}{''.join(parts)}</article>{RELATED}{FOOTER}", og(a))


def _table_of_figures(a: Article) -> str:
    table = (
        "<table><tr><th>Region</th><th>Dead</th><th>Wounded</th></tr><tr><td>Kherson</td><td>21</td><td>48</td></tr>"
        "<tr><td>Zaporizhzhia</td><td>3</td><td>7</td></tr></table>"
    )
    return document(a, f"{NAV}<article>{h1(a)}{p(*a.paragraphs)}{table}</article>{FOOTER}", ld(a))


def _quotes(a: Article) -> str:
    body = "".join(
        f"<blockquote><p>{html.escape(text)}</p></blockquote>" if text.startswith(('"', "“")) else p(text)
        for text in a.paragraphs
    )
    return document(a, f"{NAV}<article>{h1(a)}{body}</article>{FOOTER}", og(a))


def _key_points(a: Article) -> str:
    points = "<ul>" + "".join(f"<li>{html.escape(text)}</li>" for text in a.paragraphs[:3]) + "</ul>"
    return document(a, f"{NAV}<article>{h1(a)}{points}{p(*a.paragraphs[3:])}</article>{FOOTER}", ld(a))


def _most_read(a: Article) -> str:
    items = "".join(
        f'<li><a href="/m/{n}"><h4>{text}</h4></a><p>{text} and more.</p></li>'
        for n, text in enumerate(LINKS)
    )
    inner = (
        f"{NAV}<div class='row'><div "
        f"class='col-8'><article>{h1(a)}{p(*a.paragraphs)}</article></div><div class='col-4 "
        f"most-popular'><h3>Most read</h3><ol>{items}</ol></div></div>{FOOTER}"
    )
    return document(a, inner, og(a))


def _teasers_below(a: Article) -> str:
    cards = "".join(
        f'<div class="card"><a href="/c/{n}"><h3>{text}</h3></a><p>{text}, according to officials '
        f"who spoke on Tuesday.</p></div>"
        for n, text in enumerate(LINKS * 2)
    )
    inner = (
        f"{NAV}<article>{h1(a)}{p(*a.paragraphs)}</article><section "
        f"class='more-stories'>{cards}</section>{FOOTER}"
    )
    return document(a, inner, ld(a))


def _hidden_text(a: Article) -> str:
    spam = "Buy cheap watches now from our trusted partners, delivered to your door within a single day."
    body = (
        p(*a.paragraphs[:2]) + f"<p style='display:none'>{spam}</p><p hidden>{spam}</p><p "
        f"style='color:#fff;background-color:white'>{spam}</p>" + p(*a.paragraphs[2:])
    )
    return document(a, f"{NAV}<article>{h1(a)}{body}</article>{FOOTER}", ld(a))


def _form_page(a: Article) -> str:
    inner = (
        f"<form id='aspnetForm'>{NAV}<div id='main-content'>{h1(a)}{p(*a.paragraphs)}</div>{FOOTER}</form>"
    )
    return document(a, inner)


def _microdata(a: Article) -> str:
    inner = (
        f"{NAV}<div itemscope itemtype='https://schema.org/NewsArticle'><h1 "
        f"itemprop='headline'>{html.escape(a.title)}</h1><span "
        f"itemprop='author'>Jane Roe</span><time itemprop='datePublished' datetime='{a.date}'>5 "
        f"May</time><div itemprop="
        f"'articleBody'>{p(*a.paragraphs)}</div></div>{RELATED}{FOOTER}"
    )
    return document(a, inner)


def _video_first(a: Article) -> str:
    player = (
        "<div class='video-player'><video src='a.mp4'></video><p class='video-caption'>Watch: "
        "the moment of the blast</p></div>"
    )
    return document(a, f"{NAV}<article>{h1(a)}{player}{p(*a.paragraphs)}{SHARE}</article>{FOOTER}", og(a))


def _social_embeds(a: Article) -> str:
    tweet = (
        '<blockquote class="twitter-tweet"><p>The Kremlin was attacked by two drones last night, '
        "footage shows.</p>&mdash; Example "
        '(@example) <a href="https://twitter.com/e/1">May 3, 2023</a></blockquote><script async '
        'src="w.js"></script>'
    )
    body = p(*a.paragraphs[:4]) + p(*a.paragraphs[4:]) + tweet
    return document(a, f"{NAV}<article>{h1(a)}{body}</article>{FOOTER}", ld(a))


def _next_article(a: Article) -> str:
    other = p(
        "The central bank said on Tuesday that it would hold its main rate, as most analysts had "
        "expected it to do.",
        "Prices rose by less than three per cent in the year to April, the third such month in a row.",
    )
    inner = (
        f"{NAV}<article class='main-story'>{h1(a)}<div "
        f"class='article-body'>{p(*a.paragraphs)}</div></article><article "
        f"class='next-story'><h2>{LINKS[1]}</h2>{other}</article>{FOOTER}"
    )
    return document(a, inner, ld(a))


def _breadcrumbs(a: Article) -> str:
    crumbs = '<div class="breadcrumb"><a href="/">Home</a> &gt; <a href="/w">World</a> &gt; Europe</div>'
    meta = (
        '<div class="byline">By <a href="/jane">Jane Roe</a></div><div class="date">5 May 2023, '
        "14:30</div><span>4 min read</span>"
    )
    tools = '<div class="tools"><button>Aa</button><button>Print</button><a href="#c">12 comments</a></div>'
    inner = f"{NAV}{crumbs}<div class='article'>{h1(a)}{meta}{tools}{p(*a.paragraphs)}</div>{FOOTER}"
    return document(a, inner)


def _tag_soup(a: Article) -> str:
    body = "".join(f"<p><span style='font-size:14px'>{html.escape(text)}" for text in a.paragraphs)
    return (
        f"<html><title>{html.escape(a.title)}</title><body>{NAV}<div "
        f"class=post-content><h1>{html.escape(a.title)}</h1>"
        f"{body}<div>{FOOTER}"
    )


def _captions_by_class(a: Article) -> str:
    picture = (
        "<div class='wp-caption'><img src='b.jpg'><p class='wp-caption-text'>Guards on Red "
        "Square on Thursday. (Example/AP)</p></div>"
    )
    body = picture + p(*a.paragraphs)
    return document(
        a, f"{NAV}<article>{h1(a)}<div class='entry-content'>{body}</div></article>{FOOTER}", og(a)
    )


KINDS: dict[str, Callable[[Article], str]] = {
    name.strip("_"): build
    for name, build in list(globals().items())
    if name.startswith("_") and callable(build)
}
_EXTRA = {
    "table_of_figures": "Region Dead Wounded\nKherson 21 48\nZaporizhzhia 3 7",
    "social_embeds": "The Kremlin was attacked by two drones last night, footage shows.",
}


def pages() -> list[NewsPage]:
    """Every kind of page with the text of one seed or another in it."""
    found = [article for article in articles() if len(article.paragraphs) >= 5]
    made = []
    for number, (name, build) in enumerate(KINDS.items()):
        article = found[number % len(found)]
        gold = "\n".join((*article.paragraphs, *filter(None, (_EXTRA.get(name),))))
        if name == "live_blog":
            gold = "\n".join(f"{n + 9}:00 Update\n{text}" for n, text in enumerate(article.paragraphs))
        if name == "subheads":
            gold += "\nWhat happened\nHow Moscow reacted\nWhat comes next\nReactions abroad"
        made.append(NewsPage(name, build(article), gold))
    return made
