"""What sites put around an article: menus, share bars, related links, consent, comments, a foot."""

from __future__ import annotations

NAV = (
    '<header class="site-header"><a class="logo" href="/">The Daily Example</a><nav class="main-nav"><ul>'
    + "".join(
        f'<li><a href="/{name.lower()}">{name}</a></li>'
        for name in ("Home", "World", "Politics", "Business", "Sport", "Culture", "Opinion")
    )
    + '</ul></nav><form action="/search"><input name="q"><button>Search</button></form></header>'
)
FOOTER = (
    '<footer class="site-footer"><ul><li><a href="/about">About us</a></li><li><a '
    'href="/contact">Contact</a></li>'
    '<li><a href="/privacy">Privacy policy</a></li><li><a href="/terms">Terms of use</a></li></ul>'
    "<p>© 2024 The Daily Example Ltd. All rights reserved. Registered in England and Wales.</p></footer>"
)
SHARE = (
    '<div class="share-bar"><a href="https://facebook.com/sharer">Facebook</a><a '
    'href="https://twitter.com/x">Twitter</a>'
    '<a href="https://wa.me/?text=">WhatsApp</a><button>Copy link</button></div>'
)
LINKS = (
    "Storm Agnes leaves thousands of homes without power across the north",
    "Central bank holds rates as inflation slows for a third month",
    "Champions crowned after a dramatic night at the national stadium",
    "How a small town brought back its railway station",
    "Scientists map the deepest trench of the southern ocean",
)
RELATED = (
    '<aside class="related"><h3>Related stories</h3><ul>'
    + "".join(f'<li><a href="/2023/05/{n}">{text}</a></li>' for n, text in enumerate(LINKS))
    + "</ul></aside>"
)
NEWSLETTER = (
    '<div class="newsletter-signup"><h4>Get our morning briefing</h4><p>The day\'s stories in your '
    "inbox, every weekday "
    'at seven.</p><form><input type="email"><button>Sign up</button></form></div>'
)
COOKIES = (
    '<div id="cookie-consent" class="overlay modal"><h2>We value your privacy</h2><p>We and our '
    "partners store and "
    "access information on your device, such as cookies, and process personal data for "
    "personalised ads.</p><p>You may "
    "change your choices at any time in our privacy settings.</p><button>Accept "
    "all</button><button>Reject all</button></div>"
)
COMMENTS = (
    '<section id="comments" class="comments-area"><h3>2 comments</h3><div '
    'class="comment"><b>reader77</b><p>This is the '
    "first time I have heard of any of this, and I do not believe a single word.</p></div><div "
    "class='comment'><b>Ann</b>"
    "<p>Thank you for the thorough report, it was well worth the time it took to read.</p></div></section>"
)
AD = (
    '<div class="ad-slot" id="ad-inline-1"><span>Advertisement</span><iframe '
    'src="about:blank"></iframe></div>'
)
AUTHOR_BOX = (
    '<div class="author-bio"><img src="a.jpg" alt=""><p>Jane Roe is a correspondent of The Daily '
    "Example in Berlin. She "
    "has covered Eastern Europe since 2009.</p></div>"
)
