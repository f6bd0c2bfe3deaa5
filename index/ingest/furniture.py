"""What a page shows around an article: controls, links to others, promotions, slugs, slogans."""

from __future__ import annotations

import re

from index.ingest import notices

_CONTROL = re.compile(
    r"(?:close|menu|search|share|save|print|email|tweet|facebook|twitter|x|whatsapp|linkedin|reddit"
    r"|telegram|pinterest"
    r"|copy link|link copied!?|copy url|gift(?: article| this article)?"
    r"|listen(?: to (?:this )?(?:article|story))?"
    r"|play|pause|watch|watch now|skip(?: to)?(?: main)?(?: content| navigation)?|advertisement"
    r"|advertising|ad|sponsored"
    r"|sponsored content|promoted|story continue[sd] below(?: advertisement)?"
    r"|article continues below(?: advertisement)?"
    r"|continue reading(?: below)?(?: the main story)?|read (?:full|more|the full)(?: story| article)?"
    r"|show more|load more"
    r"|view comments|comments?|\d+ comments?|leave a (?:comment|reply)|post a comment|add a comment"
    r"|no comments"
    r"|share (?:this|on|via)?(?: (?:article|story|post|page|facebook|twitter|whatsapp|email|options))?|share:"
    r"|sign (?:in|up)|log ?in|register|subscribe(?: now| today)?|subscription|my account|follow(?: us)?"
    r"|home|back to top|top"
    r"|view in browser|unsubscribe|manage preferences|forward to a friend|open in app|bookmark|text size"
    r"|a a|aa|font size"
    r"|image|photo|video|gallery|view gallery|previous|next|prev|more|expand|collapse"
    r"|accept(?: all)?(?: cookies)?"
    r"|toggle (?:caption|navigation|menu)|hide caption|enlarge this image|enlarge image|(?:prev "
    r"|next )?image \d+ of \d+|view this post on instagram"
    r"|follow topics?|add to favou?rites|report (?:an )?(?:error|ad|this ad)|font resize|loading\.*"
    r"|source link|via"
    r"|teilen|drucken|merken|anzeige|werbung|zur startseite|kommentare|menü|suche|artikel anhören"
    r"|vorlesen|abonnieren"
    r"|partager|imprimer|publicité|s’abonner|s'abonner|connexion|commenter|réagir|écouter(?: l’article)?"
    r"|newsletter"
    r"|compartir|imprimir|publicidad|suscríbete|iniciar sesión|comentarios|escuchar|condividi|stampa"
    r"|pubblicità|commenti"
    r"|compartilhar|publicidade|comentários|поделиться|реклама|комментарии|распечатать|подписаться"
    r"|читать далее"
    r"|分享|打印|评论|关闭|收藏|广告|登录|注册|订阅|点赞|分享到|字号|مشاركة|طباعة|إعلان)",
    re.IGNORECASE,
)
_CONTROL_LINE = re.compile(
    r"(?:share (?:this )?(?:article |story |post )?(?:on|via|with)\b.*|follow (?:us|\w+) on\b.*|(?:click"
    r"|tap) here\b.*"
    r"|(?:\W*(?:share|tweet|facebook|twitter|whatsapp|email|linkedin|print|save|comments?|copy link"
    r"|reddit|telegram)\b){2,}\W*"
    r"|(?:subscribe|sign up)\b.{0,90}\b(?:newsletters?|updates?|alerts?|channel|inbox|free|email"
    r"|daily)\b.{0,80}"
    r"|get (?:the|our|all the) .{0,60}\b(?:newsletter|inbox|app)\b.{0,60}|download (?:the"
    r"|our) .{0,30}\bapp\b.{0,60}"
    r"|join (?:us|our) .{0,40}\b(?:telegram|whatsapp|channel|group)\b.{0,40}|(?:our standards"
    r"|we use cookies)\b.*"
    r"|you are receiving this .{0,80}|this site is protected by .*|by signing up.{0,160}|enable javascript.*"
    r"|\d+\s*(?:-|–)?\s*min(?:ute)?s?\.?(?: read| lecture| lesezeit)?|(?:reading time|read time|lesezeit"
    r"|temps de lecture)\b.{0,20}"
    r"|after newsletter promotion|privacy notice:.{0,260}|.{0,60}\b(?:live|latest(?: news)?) updates"
    r"|image source,? .{2,60}"
    r"|lecture \d+ min\.?|lectura:? \d+ min\.?|estimated reading time.{0,20}|\d[\d.,]*[km]? (?:views"
    r"|shares|reads)"
    r"|abonnieren sie .{0,80}newsletter.*|inscrivez-vous .{0,80}newsletter.*|подписывайтесь на .{0,80}"
    r"|责任编辑[:：].*|编辑[:：].{0,20}|（?责编.{0,20}|扫一扫.*)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:read (?:more|also|next|too)|also read|more (?:on this(?: story)?|news|stories|coverage"
    r"|from .{2,40})|see also|see more"
    r"|related(?: (?:articles?|stor(?:y|ies)|posts?|news|topics?|content|links?|coverage))?"
    r"|recommended(?: (?:for you|stories|reading))?"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|don['’]t miss|must[- ]read|further reading"
    r"|keep reading|up next"
    r"|full coverage|editor['’]s? (?:picks?|choice)|watch(?: also)?|in pictures|explainer"
    r"|trending(?: (?:now|stories))?"
    r"|lesen sie auch|lesen sie (?:hier )?mehr|mehr zum thema|auch interessant"
    r"|das könnte sie auch interessieren|siehe auch"
    r"|(?:à )?lire aussi|sur le même sujet|à lire également|voir aussi|lea también|lee también"
    r"|te puede interesar"
    r"|más (?:noticias|información)|leggi anche|potrebbe interessarti|leia (?:também|mais)|veja também"
    r"|lees ook|läs också"
    r"|læs også|czytaj też|читайте также|смотрите также|по теме|читайте також"
    r"|相关阅读|相关新闻|延伸阅读|推荐阅读|更多新闻"
    r"|اقرأ أيضا|関連記事)",
    re.IGNORECASE,
)
_SIDEBAR = re.compile(
    r"(?:most (?:popular|read|viewed|shared|watched|commented)|recent (?:comments|posts)|source link"
    r"|about (?:the )?author|about us|contact us|privacy policy|terms of (?:use|service)|cookie policy"
    r"|filed under|related tags|leave a (?:comment|reply)|advertise with us|meistgelesen"
    r"|die meistgelesenen(?: artikel)?|neueste (?:artikel|nachrichten)|les plus lus|à la une|les plus lues"
    r"|lo más (?:leído|visto)|últimas noticias|più letti|mais lidas|популярное|самое читаемое"
    r"|последние новости"
    r"|热门(?:新闻|文章|推荐)|最新(?:新闻|消息)|热点推荐|الأكثر قراءة)",
    re.IGNORECASE,
)
# Boxes that also stand in the middle of an article.
_BOX = re.compile(
    r"(?:popular(?: (?:now|posts|stories))?|recent (?:articles|news)|latest(?: (?:news|posts|stories"
    r"|headlines|videos))?"
    r"|top (?:stories|news|headlines)|sponsored stories|tags?|topics?|categories|category|comments?"
    r"|\d+ comments?"
    r"|join the (?:conversation|discussion)|share this(?: (?:article|story|post|page))?|sign up (?:for"
    r"|to) .{3,60}"
    r"|subscribe to .{3,60}|our newsletters?|newsletters?)",
    re.IGNORECASE,
)
_INSERT = re.compile(r"(?:photos?|videos?|story|also on \w+|gallery|pictures)(?=:)", re.IGNORECASE)
_TAG_LINE = re.compile(
    r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords|schlagworte|themen|mots-clés|etiquetas|теги"
    r"|标签|archivado en|etiquetado|tagi|arquivado em|archivé dans|see more on|more on|टैग्स)\s*[:：].*",
    re.I,
)
_SLUG = re.compile(
    r"(?:[a-z0-9]+-){4,}[a-z0-9]+(?:\.\w{3,4})?|[\w%.-]+\.(?:jpe?g|png|gif|webp|svg|avif|mp4)", re.IGNORECASE
)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_SECTION_NAMES = """
    home, news, world, politics, business, sport, sports, opinion, opinions, culture, tech,
    technology, science, health, europe, asia, africa, middle east, americas, us, u.s., usa,
    uk, us & canada, us news, uk news, world news, local news, local, national,
    international, breaking, breaking news, exclusive, live, analysis, comment, commentary,
    editorial, op-ed, letters, explainer, features, feature, lifestyle, entertainment,
    travel, money, economy, markets, finance, environment, climate, education, war in
    ukraine, ukraine war, russia-ukraine war, ukraine, russia, weather, video, photos,
    podcast, podcasts, obituaries, investigations, fact check, fact-check, the big read,
    long read, interview, latest, latest news, top stories, trending, society, crime,
    justice, media, newsletter, newsletters, today, newsletter: morning briefing,
    startseite, politik, ausland, inland, wirtschaft, panorama, kultur, wissen, meinung,
    kommentar, nachrichten, deutschland, accueil, monde, international, politique, économie,
    société, idées, planète, france, actualités, débats, tribune, inicio, mundo,
    internacional, política, economía, sociedad, opinión, españa, cultura, deportes,
    noticias, américa, esteri, cronaca, politica, economia, mondo, главная, мир, политика,
    экономика, общество, новости, в мире, россия, 首页, 新闻, 国际, 国内, 财经, 社会, 要闻, 时政, عالم,
    أخبار, سياسة
"""
_SECTIONS = frozenset(" ".join(name.split()) for name in _SECTION_NAMES.split(","))
_HOME = re.compile(r"(?:home|startseite|accueil|inicio|início|главная|首页|you are here|news)", re.IGNORECASE)
_CRUMBS = re.compile(r"\s*(?:>|›|»|→|::|/|\\|\|)\s*")
_SLOGAN = re.compile(r"(?:[\w’'&-]+(?:[,.]\s|\s)){0,7}[\w’'&-]+[.!]")
_LABEL_LENGTH = 60


def is_control(line: str) -> bool:
    """A button, share bar, reading time, newsletter form or advertisement label."""
    bare = line.strip(" \t·•|:>›»×✕✖+-–—▶►*[](){}")
    if len(line) > 300:
        return False
    if notices.is_notice(line) or ("|" in line and _buttons(line)):
        return True
    return not bare or bool(_CONTROL.fullmatch(bare) or _CONTROL_LINE.fullmatch(line.strip(" ·•|>×✕*")))


def _buttons(line: str) -> bool:
    """`Unsubscribe | View in browser`: buttons in a row."""
    parts = [part.strip() for part in line.split("|")]
    return all(part and _CONTROL.fullmatch(part) for part in parts)


def related_label(line: str) -> bool:
    """`READ MORE:` or `Related stories`: the label of links to other articles, alone on its line."""
    bare = line.strip(" :：|>»▶►•*—-[]()")
    return len(line) < _LABEL_LENGTH and bool(_RELATED.fullmatch(bare) or _BOX.fullmatch(bare))


def related_line(line: str) -> bool:
    """`READ MORE: Some other headline`, `(RELATED: …)`, `Watch: …`: label and link on one line."""
    if len(line) > 260:
        return False
    bare = line.lstrip(" (•*►▶»>[-–—|")
    found = _RELATED.match(bare) or (_INSERT.match(bare) if line.startswith("(") else None)
    if not found:
        return line.endswith(" Read more") and len(line) < 160
    rest = bare[found.end() :]
    return bool(re.match(r"\s*(?:[:：|»›>]|\s[-–—]\s)\s*\S", rest))


def sidebar(line: str) -> bool:
    """The heading of a list or form beside or below the article."""
    return bool(_SIDEBAR.fullmatch(line.strip(" :：|>»•*—-[]()")) or _TAG_LINE.fullmatch(line))


def is_slug(line: str) -> bool:
    """An image's file name, or its title with hyphens for spaces."""
    return " " not in line and bool(_SLUG.fullmatch(line))


def is_url(line: str) -> bool:
    """A web address alone on its line."""
    return bool(_URL.fullmatch(line))


def is_section(line: str) -> bool:
    """The name of a section of a paper: `World`, `OPINION`, `Politik`."""
    return line.strip(" :|>»•*[]—-").lower() in _SECTIONS


def is_breadcrumb(line: str) -> bool:
    """`Home > World > Europe`: short names with separators, beginning at the home page or a section."""
    parts = [part for part in _CRUMBS.split(line) if part]
    if len(parts) < 2 or len(line) > 250:
        return False
    first = parts[0].strip()
    if not (_HOME.fullmatch(first) or is_section(first)):
        return False
    return all(len(part) < 40 for part in parts[:-1]) and (
        len(parts) > 2 or is_section(parts[1]) or bool(_HOME.fullmatch(first))
    )


def is_slogan(line: str) -> bool:
    """A short line with a full stop, above a title: `Truth, Inspiration, Hope.`"""
    return len(line) < 60 and bool(_SLOGAN.fullmatch(line))
