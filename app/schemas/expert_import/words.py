"""What coordinators write in the cells for languages, tasks, perspectives, channels, yes and no."""

import re
from collections.abc import Mapping

from scheduling.kinds import Channel, Level, Perspective, RequestKind

SEPARATORS = re.compile(r"[;,/&+\n]|\s(?:ja|sekä|och|and)\s")


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {word: value for value, line in words.items() for word in line.split("|")}


LANGUAGES = _by_word(
    {
        "fi": "fi|fin|suomi|suomeksi|suomen kieli|finska|finnish",
        "sv": "sv|swe|ruotsi|ruotsiksi|ruotsin kieli|svenska|swedish",
        "en": "en|eng|englanti|englanniksi|englannin kieli|engelska|english",
        "se": "se|sme|saame|pohjoissaame|nordsamiska|samiska|northern sámi|sámi|sami",
        "smn": "smn|inarinsaame|enaresamiska|inari sámi",
        "sms": "sms|koltansaame|skoltsamiska|skolt sámi",
        "fse": "fse|viittomakieli|suomalainen viittomakieli|finskt teckenspråk|teckenspråk|"
        "finnish sign language|sign language",
        "fss": "fss|suomenruotsalainen viittomakieli|finlandssvenskt teckenspråk|"
        "finland-swedish sign language",
        "ru": "ru|venäjä|ryska|russian",
        "et": "et|viro|eesti|estniska|estonian",
        "ar": "ar|arabia|arabiska|arabic",
        "so": "so|somali|somaliska",
        "fa": "fa|persia|farsi|dari|persiska|persian",
        "ku": "ku|kurdi|kurdiska|kurdish",
        "uk": "uk|ukraina|ukrainska|ukrainian",
        "de": "de|saksa|tyska|german",
        "fr": "fr|ranska|franska|french",
        "es": "es|espanja|spanska|spanish",
        "it": "it|italia|italienska|italian",
        "zh": "zh|kiina|kinesiska|chinese",
        "vi": "vi|vietnam|vietnamesiska|vietnamese",
        "th": "th|thai|thaimaa|thailändska",
        "tr": "tr|turkki|turkiska|turkish",
        "sq": "sq|albania|albanska|albanian",
    }
)

PERSPECTIVES = _by_word(
    {
        Perspective.OWN: "own|oma|oma kokemus|omakokemus|kokija|egen|egen erfarenhet",
        Perspective.PARENT: "parent|vanhempi|vanhemmat|vanhemman|äiti|isä|förälder|föräldrar",
        Perspective.CLOSE_ONE: "close_one|close one|läheinen|omainen|puoliso|sisarus|närstående|"
        "anhörig|relative|family",
        Perspective.CARER: "carer|hoitaja|omaishoitaja|vårdare|närståendevårdare|anhörigvårdare|"
        "caregiver",
    }
)

CHANNELS = _by_word(
    {
        Channel.EMAIL: "email|e-mail|sähköposti|sähköpostilla|s-posti|e-post|mail",
        Channel.LETTER: "letter|kirje|kirjeellä|kirjeitse|posti|postilla|postitse|brev|per brev|"
        "post",
        Channel.PHONE: "phone|puhelin|puhelimella|puhelimitse|soitto|soittamalla|tekstiviesti|"
        "telefon|per telefon|call",
    }
)

TASKS = _by_word(
    {
        RequestKind.TALK: "talk|puhe|puheenvuoro|luento|luennot|kokemuspuheenvuoro|esitys|"
        "föreläsning|tal|anförande|lecture",
        RequestKind.TRAINING: "training|koulutus|kouluttaminen|kouluttaja|opetus|utbildning|"
        "utbildare|teaching",
        RequestKind.GROUP: "group|ryhmä|ryhmänohjaus|ryhmän ohjaus|vertaisryhmä|ryhmät|grupp|"
        "gruppledning|kamratstöd",
        RequestKind.CO_WORK: "co_work|co-work|asiakastyö|vastaanottotyö|työparityö|työpari|"
        "klientarbete|kundarbete|client work",
        RequestKind.DEVELOPMENT: "development|kehittäminen|kehittämistyö|kehittäjä|työryhmä|"
        "työryhmät|utveckling|utvecklingsarbete|arbetsgrupp",
        RequestKind.ASSESS: "assess|arviointi|auditointi|arvioija|utvärdering|bedömning|"
        "assessment|evaluation",
        RequestKind.PANEL_MEETING: "panel_meeting|panel meeting|raati|asiakasraati|asukasraati|"
        "raatikokous|klientråd|invånarråd|kundråd|råd|panel",
        RequestKind.COMMENT_TASK: "comment_task|comment task|kommentointi|lausunto|lausunnot|"
        "kommentering|utlåtande|comments|commenting",
    }
)

LEVELS = _by_word(
    {
        Level.TRAINING: "training|koulutus|koulutus ja puheenvuorot|utbildning|teaching",
        Level.CLIENT_WORK: "client_work|client work|asiakastyö|asiakastaso|klientarbete",
        Level.OPERATING_MODEL: "operating_model|operating model|toimintatavat|toimintamallit|"
        "palvelutaso|palvelujen kehittäminen|verksamhetssätt|verksamhetsmodeller",
        Level.EVALUATION: "evaluation|arviointi|utvärdering|assessment",
        Level.OFFICIAL_GROUP: "official_group|official group|viralliset ryhmät|"
        "viralliset työryhmät|johtoryhmä|officiella grupper|official groups",
    }
)

FLUENCY = _by_word(
    {
        "basic": "basic|vähän|alkeet|perusteet|auttava|välttävä|tyydyttävä|lite|grunder|nöjaktig|"
        "nöjaktigt|a little|some",
        "good": "good|hyvä|hyvin|sujuva|sujuvasti|bra|god|goda|flytande|well|fluent",
        "native": "native|äidinkieli|äidinkielenä|modersmål|som modersmål|mother tongue",
    }
)

YES = {"kyllä", "kylla", "k", "on", "x", "joo", "ja", "yes", "y", "true", "tosi", "1", "✓"}
NO = {"ei", "e", "nej", "no", "n", "false", "epätosi", "0"}
NOTHING = {"-", "–", "—", "--", "ei tietoa", "ei ole", "n/a", "puuttuu", "saknas"}


def split(written: str) -> list[str]:
    """The parts of a list in one cell, without blanks."""
    return [part.strip() for part in SEPARATORS.split(written) if part.strip()]
