"""Names in Arabic beside the words that somebody does not want to be named, or that a name was changed.

Arabic has no capitals. A name is what stands between a verb of saying and "who": a noun that is known has the article
"ال" there or leads another one, and one that is not known has no "who" behind it.
"""

import re
from collections.abc import Iterator

_VOWELS = r"\u0640\u064b-\u0652"  # which few write
_SIGNS = f"[{_VOWELS}]*"
_ARABIC = re.compile(r"[\u0621-\u064a]")


def _words(words: str) -> str:
    """A pattern for each of some words, with or without signs of vowels; "_" is a space within one of them."""
    voiced = (
        "".join(f"{re.escape(char)}{_SIGNS}" if char != "_" else r"\s" for char in word)
        for word in words.split()
    )
    return f"(?:{'|'.join(voiced)})"


_SAYS = _words(
    "قال قالت يقول تقول أوضح أوضحت يوضح توضح أكد أكدت يؤكد تؤكد أضاف أضافت يضيف تضيف ذكر ذكرت روى روت يروي تروي "
    "حكى حكت يحكي تحكي تحدث تحدثت يتحدث تتحدث صرح صرحت أفاد أفادت شكا شكت يشكو تشكو يعمل تعمل"
)
_TITLE = _words("السيد السيدة الآنسة الدكتور الدكتورة المهندس المهندسة الأستاذ الأستاذة الزميل الزميلة")
#: Lead another noun, or stand for people without naming them.
_NOBODY = _words(
    "أحد إحدى احد احدى بعض كل جميع معظم عدد مدير مديرة رئيس رئيسة نائب نائبة عضو عضوة أمين أمينة ناطق "
    "ناطقة متحدث متحدثة موظف موظفة موظفو عامل عاملة عمال ممرض ممرضة طبيب طبيبة سائق سائقة معلم معلمة "
    "مهندس مهندسة مسؤول مسؤولة مصدر شاهد شاهدة صاحب صاحبة زميل زميلة شخص رجل امرأة سيدة شاب شابة طالب "
    "طالبة والد والدة ابن ابنة زوج زوجة شقيق شقيقة قريب قريبة نقابي نقابية ناشط ناشطة محام محامية كاتب "
    "كاتبة حارس حارسة أم أب هو هي إن أن إنه إنها أنه أنها لها له"
)
_WITHIN = _words("في من على عن إلى مع إن أن لدى عند بين")
_WHO = _words("الذي التي والذي والتي")
_PERSON = rf"(?!ال|(?:{_NOBODY}|{_WITHIN})(?!\w))[\w{_VOWELS}]{{2,25}}"
_FURTHER = rf"(?:\s(?!(?:{_WHO}|{_WITHIN})(?!\w))[\w{_VOWELS}]{{2,25}})"
_SAID = rf"(?<!\w)[وف]?{_SAYS}\s(?:{_TITLE}\s)?"
_AGE = rf"(?:\s?[(،]\s?\d{{1,2}}(?:\s[\w{_VOWELS}]{{2,8}})?\s?[)،])?"
_OWN_NAME = rf"(?:{_words('ذكر كشف نشر إعلان الكشف_عن الإفصاح_عن الإعلان_عن')}\s{_words('اسم هويت')}\w*)"
_WISH = (
    rf"(?:{_words('طلب طلبت فضل فضلت يفضل تفضل اشترط اشترطت آثر آثرت أراد أرادت اختار اختارت يريد تريد')}\s"
    rf"(?:{_words('عدم')}\s{_OWN_NAME}|{_words('البقاء أن_يبقى أن_تبقى')}\s{_words('مجهول')}\w*)"
    rf"|(?:{_words('رفض رفضت يرفض ترفض')}|{_words('لم لا')}\s{_words('يرغب ترغب يرد ترد يشأ تشأ يريد تريد')}"
    rf"(?:\sفي)?)\s{_OWN_NAME})"
)
_WITHHELD = re.compile(
    rf"{_SAID}(?P<name>{_PERSON}{_FURTHER}{{0,2}}){_AGE}\s?[،,]?\s{_WHO}\s(?:{_words('قد كان كانت')}\s)?{_WISH}"
)
_CHANGED = (
    rf"(?:{_words('وهو هو')}\s)?(?:{_words('اسم_مستعار الاسم_مستعار اسم_غير_حقيقي ليس_اسمه_الحقيقي ليس_اسمها_الحقيقي')}"
    rf"|{_words('تم_تغيير_الاسم تم_تغيير_اسمه تم_تغيير_اسمها غير_الاسم')})"
)
_PSEUDONYM = re.compile(
    rf"(?:{_SAID}(?P<name>{_PERSON}{_FURTHER}{{0,2}})|(?<!\w)(?P<one>{_PERSON}))\s?[(،,]\s?{_CHANGED}(?!\w)"
)


def withheld(text: str) -> Iterator[str]:
    """The names of people of whom the same sentence says that they do not want to be named."""
    yield from _names(_WITHHELD, text)


def pseudonyms(text: str) -> Iterator[str]:
    """The names of which a text says that they were changed."""
    yield from _names(_PSEUDONYM, text)


def _names(shape: re.Pattern[str], text: str) -> Iterator[str]:
    if _ARABIC.search(text):
        yield from (match["name"] or match.groupdict().get("one") or "" for match in shape.finditer(text))
