"""What happened in the county lately and what is under way: told as stories, all made up."""

from dataclasses import dataclass
from enum import IntEnum

from invoices.payers import Payee, Payer
from scheduling.kinds import RequestKind, Stage


class Until(IntEnum):
    """How far a story has come."""

    SENT = 1
    CLARIFYING = 2
    CANCELLED = 3
    MATCHING = 4
    OFFERED = 5
    FILLED = 6
    DONE = 7
    REPORTED = 8
    CONFIRMED = 9
    CHECKED = 10
    APPROVED = 11
    TOLD = 12


@dataclass(frozen=True)
class Story:
    """`held` is the day of the occasion, counted from today; asked four weeks before it."""

    kind: RequestKind
    title: str
    unit: int
    held: int
    until: Until
    seats: int = 1
    hour: int = 13
    minutes: int = 90
    remote: bool = False
    minors: bool = False
    language: str = "fi"
    payroll_lacks: bool = False  # finance has not got the person's data yet
    by_name: bool = False  # only the person who signs in is asked
    payer: Payer = Payer.WE_PAY
    payee: Payee = Payee.PAYROLL

    @property
    def asks(self) -> dict[str, object]:
        """What the unit fills in."""
        return {
            "kind": self.kind,
            "title": self.title,
            "seats": self.seats,
            "language": self.language,
            "is_remote": self.remote,
            **self.brief,
        }

    @property
    def brief(self) -> dict[str, object]:
        """What this kind of request has to say."""
        if self.kind in (RequestKind.DEVELOPMENT, RequestKind.ASSESS, RequestKind.COMMENT_TASK):
            return _DEVELOPMENT
        return {
            "purpose": "Kuulla, miltä palvelu tuntuu sen käyttäjästä.",
            "with_minors": self.minors,
        }


_DEVELOPMENT: dict[str, object] = {
    "purpose": "Palvelupolun alkua uudistetaan: mikä siinä on vaikeaa ja miksi.",
    "what_can_change": "Yhteydenoton tapa, ensimmäisen tapaamisen sisältö ja kirjeiden sanat.",
    "who_decides": "Palvelupäällikkö, johtoryhmän kokouksessa.",
    "stage": Stage.PLAN,
}

TALK, TRAINING, GROUP = RequestKind.TALK, RequestKind.TRAINING, RequestKind.GROUP
CO_WORK, DEVELOPMENT = RequestKind.CO_WORK, RequestKind.DEVELOPMENT
ASSESS, PANEL, TASK = RequestKind.ASSESS, RequestKind.PANEL_MEETING, RequestKind.COMMENT_TASK

STORIES = (
    Story(TALK, "Puheenvuoro lähihoitajaopiskelijoille", 0, -88, Until.TOLD, hour=9),
    Story(DEVELOPMENT, "Ensikäynnin uudistaminen", 0, -84, Until.TOLD, 3, minutes=150),
    Story(TRAINING, "Personalutbildning om bemötande", 1, -81, Until.TOLD, 2),
    Story(GROUP, "Vertaisryhmän aloitus", 2, -77, Until.TOLD, 2, minutes=120),
    Story(CO_WORK, "Perheryhmän yhteisohjaus", 3, -74, Until.TOLD),
    Story(TALK, "Föreläsning för socionomstuderande", 4, -70, Until.TOLD, hour=10),
    Story(DEVELOPMENT, "Kotihoidon palautteen uusi tapa", 5, -67, Until.TOLD, 2, minutes=180),
    Story(ASSESS, "Utvärdering av hemvårdens tidsbokning", 6, -63, Until.TOLD, 2),
    Story(TRAINING, "Kohtaamiskoulutus sosiaalityöntekijöille", 7, -60, Until.TOLD, 2),
    Story(TALK, "Etäpuheenvuoro opistolle", 9, -58, Until.TOLD, remote=True, by_name=True),
    Story(TALK, "Teemapäivän avauspuhe", 8, -56, Until.TOLD, hour=9, minutes=60),
    Story(DEVELOPMENT, "Hyvinvointisuunnitelman luonnos", 9, -53, Until.TOLD, 4, minutes=120),
    Story(GROUP, "Läheisten ilta", 0, -49, Until.TOLD, 2, hour=17),
    Story(TALK, "Kokemuspuheenvuoro lukiolla", 3, -46, Until.APPROVED, hour=9, minors=True),
    Story(TRAINING, "Utbildning för nyanställda", 1, -42, Until.APPROVED, 1),
    Story(CO_WORK, "Ryhmän yhteisohjaus, syksy", 2, -39, Until.APPROVED, 1),
    Story(DEVELOPMENT, "Vammaispalvelun hakemuksen kieli", 7, -36, Until.APPROVED, 3),
    Story(
        TALK,
        "Etäpuheenvuoro ammattikorkeakoululle",
        9,
        -33,
        Until.APPROVED,
        remote=True,
        payer=Payer.WE_PAY_AND_INVOICE,
    ),
    Story(ASSESS, "Laatukäynti klinikalla", 2, -29, Until.APPROVED, 1, payroll_lacks=True),
    Story(ASSESS, "Kirjeiden luettavuus", 7, -27, Until.APPROVED, remote=True, by_name=True),
    Story(TRAINING, "Verkkokurssin tekstit", 9, -26, Until.APPROVED, 2, payee=Payee.OWN_COMPANY),
    Story(TRAINING, "Perehdytyspäivä", 8, -26, Until.APPROVED, 2, hour=10),
    Story(GROUP, "Samtalsgrupp för anhöriga", 4, -22, Until.APPROVED, 2),
    Story(TALK, "Koululaisten työpaja", 3, -19, Until.APPROVED, 2, hour=9, minors=True),
    Story(TALK, "Puheenvuoro etänä", 0, -18, Until.APPROVED, hour=17, remote=True, by_name=True),
    Story(DEVELOPMENT, "Takaisinsoiton työpaja", 8, -17, Until.CHECKED, 3),
    Story(CO_WORK, "Ohjausparin työ", 0, -15, Until.CHECKED),
    Story(TRAINING, "Kriisityön koulutuspäivä", 0, -13, Until.CONFIRMED, 2, hour=9, minutes=180),
    Story(TALK, "Esitelmä omaishoitajille", 5, -11, Until.CONFIRMED),
    Story(TALK, "Föreläsning om återhämtning", 1, -9, Until.REPORTED),
    Story(GROUP, "Ryhmätapaaminen", 2, -8, Until.REPORTED, 2),
    Story(DEVELOPMENT, "Asiakaskirjeiden muotoilu", 9, -5, Until.REPORTED, 2),
    Story(ASSESS, "Uuden tilan arviointi", 7, -3, Until.DONE, 2),
    Story(TALK, "Aamun puheenvuoro", 8, -2, Until.DONE, hour=8, minutes=60),
    Story(GROUP, "Keskusteluryhmä etänä", 0, -1, Until.DONE, 1, 17, 90, remote=True, by_name=True),
    Story(TALK, "Puheenvuoro omaisten illassa", 0, 0, Until.FILLED, 2, hour=18),
    Story(TRAINING, "Henkilöstön iltapäivä", 3, 1, Until.FILLED, 2),
    Story(CO_WORK, "Ryhmän yhteisohjaus", 2, 1, Until.OFFERED, 2, hour=10),
    Story(TALK, "Lukion terveyspäivä", 3, 4, Until.FILLED, hour=9),
    Story(DEVELOPMENT, "Päivystyksen odotustila", 8, 6, Until.FILLED, 3),
    Story(GROUP, "Anhörigkväll", 4, 9, Until.OFFERED, 2, hour=17),
    Story(ASSESS, "Verkkosivujen luettavuus", 9, 11, Until.OFFERED, 2, remote=True),
    Story(TRAINING, "Perehdytys, talvi", 8, 13, Until.OFFERED, 2),
    Story(TALK, "Kokemuspuhe kirjastossa", 5, 17, Until.MATCHING),
    Story(DEVELOPMENT, "Nuorten palvelupolku", 3, 20, Until.MATCHING, 3),
    Story(TRAINING, "Utbildningsdag i januari", 6, 52, Until.MATCHING, 2),
    # A term's visits and groups come together: there is something to plan at once.
    Story(TALK, "Lukion hyvinvointiviikko, maanantai", 3, 30, Until.MATCHING, 2, hour=9),
    Story(TALK, "Lukion hyvinvointiviikko, tiistai", 3, 31, Until.MATCHING, 2, hour=9),
    Story(TALK, "Ammattiopiston aamunavaus", 9, 31, Until.MATCHING, hour=9, minutes=60),
    Story(TRAINING, "Introduktion för vikarier", 1, 33, Until.MATCHING, 2),
    Story(TALK, "Talk for exchange students", 9, 33, Until.MATCHING, 2, language="en"),
    Story(TALK, "Welcome evening in English", 9, 40, Until.MATCHING, hour=17, language="en"),
    Story(GROUP, "Uuden ryhmän aloitus", 2, 34, Until.MATCHING, 2, hour=17),
    Story(TALK, "Föreläsning i Vörå", 4, 36, Until.MATCHING, hour=18),
    Story(CO_WORK, "Perheryhmän kevät", 0, 38, Until.MATCHING, 2, hour=10),
    Story(ASSESS, "Chattipalvelun arviointi", 9, 40, Until.MATCHING, 3, remote=True),
    Story(DEVELOPMENT, "Omaisyhteistyön malli", 5, 43, Until.MATCHING, 3, minutes=150),
    Story(TALK, "Puheenvuoro työpajaan", 7, 22, Until.CLARIFYING),
    Story(DEVELOPMENT, "Kotiutumisen ohje", 5, 25, Until.CLARIFYING, 2),
    Story(GROUP, "Uusi keskusteluryhmä", 0, 27, Until.SENT, 2),
    Story(TALK, "Vierailu opistolla", 9, 30, Until.SENT),
    Story(ASSESS, "Hemvårdens broschyr", 6, 24, Until.SENT, 2, remote=True),
    Story(TRAINING, "Peruttu koulutus", 2, 8, Until.CANCELLED, 2),
    Story(TALK, "Föreläsning på distans", 6, 12, Until.FILLED, remote=True, by_name=True),
    Story(
        TALK,
        "Anhörigkväll på distans",
        4,
        19,
        Until.OFFERED,
        hour=17,
        remote=True,
        by_name=True,
    ),
)

OUTCOMES = (
    "Yhteydenottoon vastataan nyt samana päivänä, ja kirjeestä poistettiin kolme vaikeaa sanaa.",
    "Ensimmäiseen tapaamiseen varataan 90 minuuttia, ja mukaan saa ottaa läheisen.",
    "Väntrummet fick ett lugnt hörn och en skylt som berättar hur länge man väntar.",
    "Opiskelijat kertoivat, että he uskaltavat nyt kysyä eivätkä arvaa.",
    "Lomakkeesta jäi pois seitsemän kysymystä, joihin vastaus oli jo tiedossa.",
    "Mikään ei muuttunut tänä vuonna, koska päätös siirtyi talousarvion jälkeen.",
)
