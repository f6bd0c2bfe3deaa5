"""Captions, credit lines, copyright lines, and the outlets and agencies they name."""

from __future__ import annotations

import re

_AGENCIES = (
    r"Reuters|REUTERS|Associated Press|The Associated Press|AP|AFP|Agence France-Presse|UPI|dpa|DPA|EFE"
    r"|ANSA|TASS|Tass"
    r"|RIA Novosti|РИА Новости|Interfax|INTERFAX\.RU|Интерфакс|ТАСС|Xinhua"
    r"|新华社|中新社|中新网|Bloomberg|PTI|ANI"
    r"|IANS|Kyodo|Yonhap"
    r"|APA|SDA|Keystone-SDA|Belga|ANP|NTB|TT|Ritzau|STT|PAP|ČTK|MTI|Ukrinform|Укрінформ|Anadolu|AA|WAM"
    r"|APP|SANA|IRNA"
    r"|Europa Press|LUSA|Lusa|The Canadian Press|AAP|PA|PA Media|Press Association|epd|KNA|AFX|TNS"
    r"|Tribune News Service"
)
AGENCY = re.compile(rf"(?:{_AGENCIES})\Z")
_PHOTO = (
    r"AFP|AP|REUTERS|Reuters|EPA|EPA-EFE|Getty(?: Images)?|Shutterstock|Bloomberg|Anadolu(?: Agency)?"
    r"|NurPhoto|Alamy"
    r"|Unsplash|Pexels|Wikimedia(?: Commons)?|Flickr|Twitter|Facebook|Instagram|Telegram|iStock|Sputnik"
    r"|TASS|Xinhua"
    r"|PA|PA Wire|dpa|picture alliance|imago|ANSA|EFE|SIPA|Sipa|Pool|Handout|Zuma(?: Press)?|Rex"
    r"|Keystone|APA|Kyodo"
)
_CAPTION_START = re.compile(
    r"(?:file(?: photo| image| picture)?\s*[-–—:]|(?:photo|photograph|image|picture|foto|bild"
    r"|photographie|fotografía|caption"
    r"|image caption|photo caption|bildunterschrift|imagen|фото|图片?|资料图片?)\s*[:：]|file photo\b"
    r"|\((?:photo|image|foto)\b"
    r"|in this (?:photo|image|file photo|picture)\b|this (?:combination|undated|handout"
    r"|file) (?:of )?(?:photos?|image|picture)\b"
    r"|(?:图为|资料图)|▲)",
    re.IGNORECASE,
)
_CREDIT_LABEL = (
    r"(?i:photo(?:graph)?s?|image|picture|credits?|fotos?|bild|crédits?(?: photo)?|crédito|source|fuente"
    r"|photo by|photo credit"
    r"|image credit|фото)"
)
_CAPTION_END = re.compile(
    rf"(?:(?:[.,;|”\"]\s*|\s|\(){_CREDIT_LABEL}\s?[:：]\s*[^.:]{{2,80}}\.?(?:\w{{2,4}})?\)?"
    rf"|[(\[](?:[^()\[\]]{{0,60}}\b(?i:photo|photos|image|foto|file)\b[^()\[\]]{{0,60}}"
    rf"|(?:[^()\[\]]{{0,60}}[/ ])?(?:{_PHOTO})\b[^()\[\]]{{0,30}})[)\]]\.?"
    rf"|\b(?:[\w.’'-]+ ){{0,3}}[\w.’'-]+\s?/\s?(?:{_PHOTO})\b(?:\s?/\s?[\w .-]{{2,30}})?\.?"
    rf"|\b(?:REUTERS|AP Photo|AFP|EPA|Getty Images)\s?/\s?[\w .’'-]{{2,40}}\.?"
    rf"|(?:\s[—–|-]\s?|\s\|\s)(?:{_PHOTO})(?:\s?/\s?@?[\w .-]{{2,30}})?(?:\s(?i:file|photo|images))?\.?"
    rf"|\bvia (?:{_PHOTO})\.?"
    r"|©\s?[\w .,/&’'-]{2,50})\s*\Z"
)
_PHOTO_CREDIT = re.compile(
    r"(?:image|photo|photograph|picture|credit|foto|bild|фото)s?\s?[:：]", re.IGNORECASE
)
# The length of a video, then who made it: `02:15 - Source: X`.
_CLIP = re.compile(r"\d{1,2}:\d\d(?::\d\d)?\s+[-–—|]\s")
_CAPTION_JUNK = re.compile(
    r"(?:Facebook Twitter Pinterest|Enlarge this image|[Tt]oggle caption|[Hh]ide caption)\s+"
)
_MAY_CREDIT = re.compile(r"[)\]]\.?\Z|(?:via |[—–-]\s?)[\w ]{2,20}\.?\Z", re.IGNORECASE)
_SIGN_OFF = re.compile(r"[.!?”\"’]\s*[—–-]\s?(?:" + _AGENCIES + r")\Z")
_CONTRIBUTED = re.compile(r".{0,240}\bcontributed (?:to this|to the|reporting)\b.{0,80}\Z")
_CREDIT = re.compile(
    r"(?:(?:[A-ZÀ-Þ][\w.’'-]+ ){1,4}reported from .{2,160}"
    r"|a version of this .{4,20} appear(?:s|ed) in .{2,160}"
    r"|[a-z]{2,3}(?:/[a-z]{2,3})+ \([\w, .&-]{2,60}\)"
    r"|(?-i:[(\[]?(?:[a-z]{2,4}/){1,4}(?:" + _AGENCIES + r")(?:/(?:" + _AGENCIES + r"|[a-z]{2,4}))*[)\]]?\.?)"
    r"|(?:(?:web |copy |desk |line )?editor|editing|redakteur|red\.|redakcja)\s?[:：]\s?[^.!?]{2,60}"
    r"|[(\[]?(?:except for the headline, )?this (?:story|report|article) (?:has|is|was) (?:not been |not )"
    r"(?:edited|created|written|produced|checked)\b.{2,200}"
    r"|[—–(\[]?\s*(?:additional |further )?(?:reporting|writing|editing|edited|written"
    r"|compiled"
    r"|translated|produced|research) (?:by|from|and)\b.{2,240}"
    r"|[—–(\[]?\s*with (?:files|inputs?|reporting|additional reporting|assistance|contributions?"
    r"|agency inputs?|agencies)\b.{0,160}"
    r"|[—–(\[]?\s*(?:this|the) (?:article|story|piece|report|post|essay|text) (?:was |has been "
    r"|is )?(?:originally |first |also )?"
    r"(?:appeared|published|republished|produced|adapted|translated|ran|syndicated)\b.{2,240}"
    r"|(?:originally|first) (?:published|appeared) (?:in|on|by|at)\b.{2,160}"
    r"|(?:re)?published (?:from|with permission)\b.{2,160}"
    r"|[(\[]?(?:avec|mit material von|mit informationen von|con informaci[óo]n de|con informazioni"
    r"|com informações d[ae]|источник|по материалам)\b.{2,90}"
    r"|(?:quelle|quellen|source|sources|fuente|fonte|via|来源|المصدر|źródło|स्रोत)\s*[:：].{2,40}"
    r"|[(\[—–-]+\s?(?:" + _AGENCIES + r")\s?[)\]]?\.?"
    r"|(?:" + _AGENCIES + r")(?:\s?[/,]\s?(?:" + _AGENCIES + r"|[a-z]{2,4}))*\.?"
    r")\Z",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(
    r"[(\[]?(?:corrections?(?: (?:&|and) (?:amplifications|clarifications))?|clarification"
    r"|editor['’]s? note|update|this (?:article|story|post|report) (?:was|has been) (?:updated|amended"
    r"|corrected)"
    r"|an earlier version of this|korrektur|anmerkung der redaktion|erratum|correctif|fe de errores"
    r"|nota (?:del editor|de la redacción))\b",
    re.IGNORECASE,
)
_SYNDICATED = (
    re.compile(
        r"\b((?:The )?[A-Z][\w&.’'-]*(?: (?:of |the )?[A-Z][\w&.’'-]*){0,4}) (?:was|has been|were|could"
        r"|has|have|had|is|did)"
        r"(?: not)?(?: been)?(?: unable| able)?(?: to"
        r"| been able to)?(?: immediately)?(?: independently)? (?:verify|verified|confirm|corroborate)\b"
    ),
    re.compile(
        r"\b(?:originally|first) (?:appeared|published|ran)(?: (?:in|on|by|at|with)) ((?:the "
        r"|The )?[A-Z](?:[\w&’'-]|\.(?=\w))*(?: (?:of |the |for )?[A-Z](?:[\w&’'-]|\.(?=\w))*){0,4})"
    ),
    re.compile(
        r"\brepublished from ((?:the |The )?[A-Z](?:[\w&’'-]|\.(?=\w))*(?: [A-Z](?:[\w&’'-]|\.(?=\w))*){0,4})"
    ),
)
_INDEPENDENT = re.compile(
    r"\bindependently\b|unable to (?:immediately )?(?:verify|confirm)|originally|first (?:appeared"
    r"|published)|republished"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)(?=\s*(?:\d{4}|copyright))|copyright\b|droits d['’]auteur)", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos"
    r"|tutti i diritti|todos os direitos"
    r"|все права защищены|版权所有|do not reproduce|may not be (?:published|reproduced)",
    re.IGNORECASE,
)
_RIGHTS_WORDS = (
    "(c)",
    "right",
    "rechte",
    "droits",
    "derech",
    "diritti",
    "direitos",
    "reproduce",
    "published",
)
_RIGHTS_WORDS_ELSEWHERE = ("©", "защищены", "版权")
_COPYRIGHT_NAME = re.compile(
    r"(?:(?:©|\(c\)|copyright|by|\d{4}(?:\s?[-–]\s?(?:\d{2,4}|present))?)[\s,:;.]*)+", re.IGNORECASE
)
_COMPANY = re.compile(
    r",?\s+(?:inc|llc|ltd|limited|gmbh|ag|corp|corporation|co|company|plc|s\.?a|s\.?r\.?l|pty|group"
    r"|media group|news corporation)\b\.?.*$",
    re.IGNORECASE,
)
_OUTLET_WORD = re.compile(
    r"(?<![^\W_])(?:times|post|news|herald|guardian|tribune|gazette|journal|press|daily|mail|mirror"
    r"|observer|chronicle"
    r"|standard|telegraph|independent|express|star|sun|globe|today|review|magazine|weekly|monitor"
    r"|dispatch|examiner|inquirer"
    r"|ledger|courier|bulletin|record|register|sentinel|beacon|bee|argus|echo|mercury|argus|advocate"
    r"|reporter|wire|insider"
    r"|zeitung|tagesspiegel|spiegel|welt|tagblatt|nachrichten|anzeiger|rundschau|kurier|bote|presse"
    r"|tagesschau|blatt"
    r"|le monde|le figaro|libération|l['’]express|le soir|la croix|les echos|ouest-france|el país"
    r"|el mundo|abc|la vanguardia"
    r"|la repubblica|corriere|la stampa|il sole|folha|estadão|o globo|público|volkskrant|trouw|telegraaf"
    r"|aftonbladet"
    r"|bbc|cnn|npr|nbc|cbs|msnbc|pbs|fox|sky|rt|dw|france ?24|euronews|al jazeera|politico|axios|vox"
    r"|slate|salon|quartz"
    r"|breitbart|huffpost|buzzfeed|vice|dawn|hindu|ndtv|haaretz|ynet|meduza|медуза|коммерсант|ведомости"
    r"|известия|газета|правда"
    r"|wiadomości|gazeta|rzeczpospolita|wyborcza|الجزيرة|العربية|صحيفة|جريدة|\w*समाचार|न्यूज़|न्यूज|टाइम्स"
    r"|日报|晚报|新闻|新闻网|时报|周刊|网|通讯|新聞|電視|radio|tv|channel|online|network|chronicles|\w+\.(?:com|org|net|news"
    r"|info|de|fr|co\.uk))(?![^\W_])",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:latest|breaking|world|top|local|sports?|business|uk|us|international|national|more|related"
    r"|recent|live|war|daily|good"
    r"|bad|big|fake|today['’]?s?|tech|political|entertainment)\s+(?:news|post|times|today|press|online"
    r"|express|wire|review)|news|press"
    r"|online|today|radio|tv|network|live|daily|weekly|magazine",
    re.IGNORECASE,
)
_PUBLISHED_IN = re.compile(
    r"[(\[]?(?i:first |originally )?(?i:published"
    r"|appeared) in (?:the print edition of )?((?:The )?[A-Z][\w&.’' -]{2,40}?),? (?:on"
    r" )?(?=[A-Z][a-z]{2,8} \d|\d{1,2} [A-Z])"
)
_DASH = re.compile(r"(?:[—–]|--?)\s?(\S.{1,50})\Z")
_TITLE_SUFFIX = re.compile(r"\s+(?:\||[-–—]|::|»|_)\s+([^|]{2,45})\Z")


def is_caption(line: str) -> bool:
    """A picture's caption, known by its credit or its first words."""
    if len(line) > 700:
        return False
    if _CAPTION_START.match(line):
        return True
    tail = line[-140:]
    marked = (
        "/" in tail or ":" in tail or "|" in tail or (not tail.isascii() and ("©" in tail or "：" in tail))
    )
    if not (marked or _MAY_CREDIT.search(tail[-26:])):
        return False
    return bool(_CAPTION_END.search(tail)) and not _SIGN_OFF.search(tail) and not _COPYRIGHT.match(line)


def is_photo_credit(line: str) -> bool:
    """The credit of a picture alone, as it stands below the caption: `Image: Jane Roe/AFP`."""
    return len(line) <= 120 and bool(_PHOTO_CREDIT.match(line) or _CLIP.match(line)) and is_caption(line)


def caption(line: str) -> str:
    """A caption without the page's buttons glued to its head."""
    while junk := _CAPTION_JUNK.match(line):
        line = line[junk.end() :]
    return line


def is_credit(line: str) -> bool:
    """Who else worked on the article, or where it first appeared: kept, but no body paragraph."""
    if len(line) > 320:
        return False
    return ("contributed" in line and bool(_CONTRIBUTED.match(line))) or bool(_CREDIT.match(line))


def ends_article(line: str) -> bool:
    """A credit that newspapers put below the last paragraph."""
    return len(line) <= 320 and bool(re.search(r"\bcontributed (?:to this|reporting)\b", line))


def is_note(line: str) -> bool:
    """A correction or an editor's note: part of the article wherever it stands."""
    return bool(_NOTE.match(line))


def is_copyright(line: str) -> bool:
    """A copyright line: a mark or the word at its head, or a claim of all rights."""
    if len(line) > 400:
        return False
    if not _speaks_of_rights(line):
        return False
    return (
        bool(_COPYRIGHT.match(line.lstrip("([ ")))
        and bool(re.search(r"\d{4}", line[:60]) or _RIGHTS.search(line) or len(line) < 60)
    ) or (len(line) < 160 and bool(_RIGHTS.search(line)))


def _speaks_of_rights(line: str) -> bool:
    """Whether one of the words is there that every line about rights has; asked of each line of a page."""
    lower = line.lower()
    for word in _RIGHTS_WORDS:
        if word in lower:
            return True
    return not line.isascii() and any(word in lower for word in _RIGHTS_WORDS_ELSEWHERE)


def copyright_holder(line: str) -> str | None:
    """The outlet a copyright line names, without year, company form and claims."""
    start = _COPYRIGHT.search(line)
    if not start:
        return None
    after = line[start.start() :]
    head = _COPYRIGHT_NAME.match(after)
    rest = after[head.end() :] if head else after
    rest = re.split(
        r"\s*(?:[.|;•·](?:\s|$)|,?\s+(?:all|alle|tous|todos|tutti)\s+(?:rights|rechte|droits|los|i|os)\b"
        r"|,\s|\s[-–—]\s|\()",
        rest,
        maxsplit=1,
        flags=re.I,
    )[0]
    name = _COMPANY.sub("", rest).strip(" .,;:|-–—•")
    return name if 2 <= len(name) <= 50 and re.search(r"[^\W\d_]", name) else None


def syndicated_from(paragraphs: list[str]) -> str | None:
    """The first publisher a reprint gives away, as in `X was unable to independently verify`."""
    for paragraph in paragraphs:
        if not _INDEPENDENT.search(paragraph):
            continue
        for pattern in _SYNDICATED:
            found = pattern.search(paragraph)
            if found and (pattern is not _SYNDICATED[0] or is_outlet(found[1]) or AGENCY.match(found[1])):
                return str(found[1]).rstrip(".")
    return None


def published_in(line: str) -> str | None:
    """The paper in `Published in Dawn, May 5th, 2023`."""
    found = _PUBLISHED_IN.match(line)
    return found[1].strip(" ,") if found else None


def is_outlet(name: str) -> bool:
    """Whether a short capitalised name reads like a paper's or a station's."""
    if not 2 <= len(name) <= 45 or len(name.split()) > 6 or not (name[0].isupper() or not name[0].isascii()):
        return False
    return bool(_OUTLET_WORD.search(name)) and not _GENERIC.fullmatch(name)


def dash_line(line: str) -> str | None:
    """The name in a line that is a dash and a name only: `— Example Herald`."""
    found = _DASH.fullmatch(line)
    return found[1].strip() if found else None


def title_and_outlet(title: str) -> tuple[str, str | None]:
    """A page title without its outlet: `Some headline | Example Herald`."""
    found = _TITLE_SUFFIX.search(title)
    if found and found.start() >= 15 and is_outlet(found[1].strip()):
        return title[: found.start()].rstrip(), found[1].strip()
    return title, None
