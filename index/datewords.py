"""The words of dates in the languages the library reads: months, weekdays, and labels."""

from __future__ import annotations

import re
from enum import Enum

# One line per language, January to December; alternatives after a slash.
_MONTH_LINES = """
january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct november/nov december/dec
januar/jänner februar/feber märz/mär/mrz april mai juni juli august september oktober/okt november dezember/dez
janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre octobre novembre décembre/déc
enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre/set octubre noviembre diciembre/dic
gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/sett ottobre/ott novembre dicembre
janeiro fevereiro/fev março abril maio/mai junho julho agosto setembro outubro/out novembro dezembro
januari februari maart/mrt april mei juni juli augustus september oktober november december
january februari mars april maj juni juli augusti september oktober november december
january februar marts april maj juni juli august september oktober november december/des
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
ledna února března dubna května června července srpna září října listopadu prosince
января/янв февраля/фев марта/мар апреля/апр мая июня/июн июля/июл августа/авг сентября/сен октября/окт ноября/ноя декабря/дек
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर
يناير فبراير مارس أبريل/ابريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر
"""  # noqa: E501
_WEEKDAY_LINES = """
monday/mon tuesday/tues/tue wednesday/wed thursday/thurs/thur/thu friday/fri saturday/sat sunday/sun
montag/mo dienstag/di mittwoch/mi donnerstag/do freitag/fr samstag/sonnabend/sa sonntag/so
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
понедельник вторник среда четверг пятница суббота воскресенье
понеділок вівторок середа четвер пʼятниця субота неділя
poniedziałek wtorek środa czwartek piątek sobota niedziela
सोमवार मंगलवार बुधवार गुरुवार/बृहस्पतिवार शुक्रवार शनिवार रविवार
الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
"""


def _table(lines: str) -> dict[str, int]:
    """Name -> place in its line, from 0."""
    return {
        name: place
        for line in lines.split("\n")
        for place, names in enumerate(line.split())
        for name in names.split("/")
    }


MONTHS = {name: place + 1 for name, place in _table(_MONTH_LINES).items()}
"""Month name or abbreviation, lower case -> 1 to 12."""

WEEKDAYS = _table(_WEEKDAY_LINES)
"""Weekday name or abbreviation, lower case -> 0 (Monday) to 6."""

DAY_FIRST = frozenset(
    {"de", "fr", "es", "it", "pt", "nl", "ru", "uk", "pl", "cs", "sv", "da", "no", "tr", "ar", "hi"}
)
"""Languages in which `06/05/2023` can only be the sixth of May."""


class Label(Enum):
    """What the words before a date say it is."""

    PUBLISHED = "published"
    UPDATED = "updated"
    OTHER = "other"


def _ending(words: str) -> re.Pattern[str]:
    """One of the phrases at the end of the text before a date."""
    return re.compile(
        rf"(?<![^\W_])(?:{words})(?:\s+(?:on|at|am|um|le|el|il|em|op|den|la|by))?\s*[:：\-–—|]?\s*$", re.I
    )


LABELS = (
    (
        Label.OTHER,
        _ending(
            r"accessed|retrieved|archived|downloaded|printed|crawled|captured|copyright|©|\(c\)"
            r"|abgerufen|consulté"
            r"|expires|valid until|born|died|event date|filmed|taken|file photo|since|until|before|after|from"
        ),
    ),
    (
        Label.UPDATED,
        _ending(
            "(?:last )?(?:updated|modified|edited|revised|reviewed)|update|(?:zuletzt )?aktualisiert|stand"
            r"|(?:mise?|mis) à jour|modifié|actualizado|actualización|última actualización|aggiornato"
            r"|(?:última )?atualiza(?:do|ção)|bijgewerkt|laatst bijgewerkt|обновлено|оновлено|更新时间|更新于"
            r"|更新|最終更新|수정"
        ),
    ),
    (
        Label.PUBLISHED,
        _ending(
            r"(?:first |originally )?(?:published|posted|publish date|publication date|issued|filed"
            r"|released|aired)"
            r"|sent|gesendet|envoyé|enviado|inviato|wysłano|отправлено|प्रकाशित"
            r"|pub\.? date|date(?: published)?|created|submitted|publié|publiée|paru|veröffentlicht"
            r"|erschienen|erstellt"
            r"|datum|vom|publicado|publicada|fecha|pubblicato|data|gepubliceerd|geplaatst|publicerad"
            r"|udgivet|opublikowano"
            r"|опубликовано|дата публикации|дата|опубліковано"
            r"|发布时间|发布于|发表于|发布|公開日|掲載|입력|نشر|تاريخ النشر"
        ),
    ),
)
"""Checked in order, against the words before a date."""
