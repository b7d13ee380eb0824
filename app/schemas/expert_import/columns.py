"""What coordinators call the columns of their registries, in three languages, and what we read."""

import re
import unicodedata

# The first name of each is told to the reader as an example.
NAMES: dict[str, tuple[str, ...]] = {
    "name": (
        "Nimi", "Koko nimi", "Kokemusasiantuntija", "Kokemustoimija", "Henkilö", "Namn",
        "Hela namnet", "Erfarenhetsexpert", "Name", "Full name", "Expert",
    ),
    "last_name": ("Sukunimi", "Efternamn", "Släktnamn", "Last name", "Surname", "Family name"),
    "first_name": (
        "Etunimi", "Etunimet", "Kutsumanimi", "Förnamn", "Tilltalsnamn", "First name", "Given name",
        "First names",
    ),
    "email": (
        "Sähköposti", "Sähköpostiosoite", "S-posti", "Email", "E-mail address", "Mail", "E-post",
        "E-postadress", "Epost",
    ),
    "phone": (
        "Puhelin", "Puhelinnumero", "Puh", "Puh nro", "GSM", "Matkapuhelin", "Kännykkä", "Telefon",
        "Telefonnummer", "Tel", "Mobiltelefon", "Mobil", "Phone", "Phone number", "Telephone",
        "Mobile",
    ),
    "channel": (
        "Yhteydenottotapa", "Yhteystapa", "Toivottu yhteydenottotapa", "Kontaktsätt",
        "Önskat kontaktsätt", "Kontaktas via", "Preferred channel", "Channel", "Contact by",
    ),
    "language": (
        "Asiointikieli", "Äidinkieli", "Yhteydenottokieli", "Kontaktspråk", "Ärendespråk",
        "Modersmål", "Contact language", "Preferred language", "Mother tongue",
    ),
    "languages": (
        "Kielet", "Kieli", "Kielitaito", "Toimintakielet", "Språk", "Språken", "Språkkunskaper",
        "Languages", "Language",
    ),
    "street": (
        "Katuosoite", "Osoite", "Lähiosoite", "Postiosoite", "Gatuadress", "Adress", "Näradress",
        "Postadress", "Street", "Address", "Street address",
    ),
    "postal_code": (
        "Postinumero", "Postinro", "Postnummer", "Postal code", "Postcode", "Zip", "Zip code",
    ),
    "city": (
        "Postitoimipaikka", "Paikkakunta", "Postanstalt", "Ort", "City", "Town",
        "Post office",
    ),
    "municipality_code": (
        "Kotikunta", "Kunta", "Kuntakoodi", "Asuinkunta", "Hemkommun", "Kommun", "Kommunkod",
        "Municipality", "Home municipality", "Municipality code",
    ),
    "themes": (
        "Teemat", "Teema", "Kokemusteemat", "Kokemusalue", "Kokemusala", "Aiheet", "Aihe", "Teman",
        "Tema", "Erfarenhetsområde", "Ämnen", "Themes", "Theme", "Topics",
    ),
    "perspective": ("Näkökulma", "Kokemuksen näkökulma", "Perspektiv", "Synvinkel", "Perspective"),
    "role_kinds": (
        "Tehtävät", "Tehtävätyypit", "Roolit", "Toimeksiannot", "Toimintamuodot", "Uppgifter",
        "Roller", "Uppdragstyper", "Roles", "Role types", "Tasks",
    ),
    "levels": (
        "Tasot", "Osallisuuden tasot", "Osallistumisen tasot", "Nivåer", "Nivåer av delaktighet",
        "Levels", "Levels of participation",
    ),
    "training_name": (
        "Koulutus", "Koulutuksen nimi", "Utbildning", "Utbildningens namn", "Training",
        "Training name",
    ),
    "trained_on": (
        "Koulutettu", "Koulutuspäivä", "Koulutus suoritettu", "Koulutuksen päivä", "Valmistunut",
        "Koulutuksen päättymispäivä", "Utbildad", "Utbildningsdag", "Utbildningsdatum",
        "Trained on", "Trained", "Training date",
    ),
    "agreement_on": (
        "Sopimuspäivä", "Sopimus", "Sopimus allekirjoitettu", "Sopimuksen päivä", "Avtalsdatum",
        "Avtalsdag", "Avtal", "Agreement date", "Agreement", "Agreement signed on",
    ),
    "agreement_version": ("Sopimusversio", "Sopimuspohja", "Avtalsversion", "Agreement version"),
    "consent_on": (
        "Suostumuspäivä", "Suostumus", "Suostumus annettu", "Suostumuksen päivä", "Samtycke",
        "Samtyckesdatum", "Samtyckesdag", "Consent date", "Consent", "Consent given on",
    ),
    "notice_version": (
        "Tietosuojaselosteen versio", "Tietosuojaseloste", "Selosteen versio", "Seloste",
        "Dataskyddsbeskrivningens version", "Dataskyddsbeskrivning", "Notice version",
        "Privacy notice version", "Privacy notice",
    ),
    "payroll_number": (
        "Henkilönumero", "Palkansaajanumero", "Henkilönro", "Hlönro", "Palkkanumero",
        "Työntekijänumero", "Löntagarnummer", "Personnummer i lönesystemet", "Anställningsnummer",
        "Lönenummer", "Personalnummer", "Payroll number", "Person number", "Payroll person number",
        "Employee number",
    ),
    "finance_has_it": (
        "Tiedot taloudella", "Talous hoitanut", "Tili ja verokortti taloudella",
        "Uppgifterna finns hos ekonomin", "Finance has it", "Finance has the account",
    ),
    "travels_km": (
        "Matkustaa km", "Matka km", "Kulkee km", "Etäisyys km", "Matkustusvalmius",
        "Toimintasäde", "Reser km", "Resavstånd km", "Travels km", "Travel distance km",
        "How far travels",
    ),
    "may_act_remotely": (
        "Etänä", "Etä", "Etätoimeksiannot", "Etäosallistuminen", "På distans", "Distans", "Remote",
        "May act remotely", "Remotely",
    ),
    "responsible_email": (
        "Vastuukoordinaattori", "Koordinaattori", "Vastuuhenkilö",
        "Vastuukoordinaattorin sähköposti",
        "Ansvarig koordinator", "Koordinator", "Ansvarig", "Responsible coordinator", "Coordinator",
        "Responsible",
    ),
    "support_contact": (
        "Tukihenkilö", "Lähitukihenkilö", "Stödperson", "Support contact", "Support person",
    ),
    "guardian_name": ("Huoltaja", "Huoltajan nimi", "Vårdnadshavare", "Guardian", "Guardian name"),
    "guardian_phone": (
        "Huoltajan puhelin", "Huoltajan puhelinnumero", "Vårdnadshavarens telefon",
        "Guardian phone",
    ),
    "guardian_email": (
        "Huoltajan sähköposti", "Vårdnadshavarens e-post", "Guardian email", "Guardian e-mail",
    ),
    "note": (
        "Lisätiedot", "Muistiinpanot", "Huomautukset", "Huomioita", "Huom", "Muuta", "Kommentti",
        "Tilläggsuppgifter", "Anteckningar", "Anmärkningar", "Kommentar", "Övrigt", "Notes",
        "Notes to coordinator", "Note", "Comments", "Other",
    ),
}  # fmt: skip

IDENTITY = (
    "Henkilötunnus", "Hetu", "Sotu", "Sosiaaliturvatunnus", "Henkilötunnus hetu",
    "Personbeteckning",
    "Personnummer", "Socialskyddssignum", "Identity code", "Personal identity code", "SSN",
    "Social security number", "National ID", "Personal ID",
)  # fmt: skip
ACCOUNT = (
    "IBAN", "Tilinumero", "Tili", "Pankkitili", "Pankkitilin numero", "Tilinro", "Kontonummer",
    "Konto", "Bankkonto", "Bankkontonummer", "Bank account", "Account number", "Account",
    "Bank account number",
)  # fmt: skip


def plain(written: str) -> str:
    """A header without capitals, spaces and marks."""
    text = unicodedata.normalize("NFC", written).casefold()
    return re.sub(r"[\W_]+", "", text)


def column_of(written: str) -> str | None:
    """The field a header stands for, the mark in brackets being read only when it helps."""
    without_brackets = re.sub(r"\([^)]*\)", "", written)
    return _FIELDS.get(plain(written)) or _FIELDS.get(plain(without_brackets))


def is_identity_column(written: str) -> bool:
    return any(word in plain(written) for word in ("hetu", "henkilotunnus", "henkilötunnus")) or (
        plain(written) in _IDENTITY
    )


def is_account_column(written: str) -> bool:
    return "iban" in plain(written) or plain(written) in _ACCOUNT


def is_known(written: str) -> bool:
    """Whether a cell can be the name of a column, welcome or not."""
    return bool(column_of(written)) or is_identity_column(written) or is_account_column(written)


_FIELDS = {plain(name): field for field, names in NAMES.items() for name in names}
_IDENTITY = {plain(name) for name in IDENTITY}
_ACCOUNT = {plain(name) for name in ACCOUNT}
