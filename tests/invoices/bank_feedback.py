"""Files as a bank makes them, of payments that the builders of a payment file send."""

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"


def euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def told(number: str, word: str, *, cents: int | None = None, reason: str | None = None) -> str:
    """One payment in a status report."""
    because = f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>" if reason else ""
    of = "" if cents is None else _original(cents)
    return (
        f"<TxInfAndSts><OrgnlEndToEndId>{number}</OrgnlEndToEndId><TxSts>{word}</TxSts>"
        f"{because}{of}</TxInfAndSts>"
    )


def status_report(
    *payments: str,
    version: str = "03",
    message: str = "ME-2026-0012",
    whole: str = "PART",
    part: str | None = None,
) -> bytes:
    """pain.002 of one batch."""
    word = f"<PmtInfSts>{part}</PmtInfSts>" if part else ""
    return _document(
        f"pain.002.001.{version}",
        "<CstmrPmtStsRpt><GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-12-14T09:00:00</CreDtTm>"
        f"</GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId>"
        f"<OrgnlMsgNmId>pain.001</OrgnlMsgNmId><GrpSts>{whole}</GrpSts></OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}-1</OrgnlPmtInfId>{word}"
        f"{''.join(payments)}</OrgnlPmtInfAndSts></CstmrPmtStsRpt>",
    )


def booked(number: str, *, cents: int, direction: str = "DBIT", returned: str | None = None) -> str:
    """One payment in an entry of a notification."""
    because = f"<RtrInf><Rsn><Cd>{returned}</Cd></Rsn></RtrInf>" if returned else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{number}</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{euros(cents)}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{because}</TxDtls>'
    )


def entry(*details: str, cents: int, direction: str = "DBIT", state: str = "<Cd>BOOK</Cd>") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{euros(cents)}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'
        f"<Sts>{state}</Sts><NtryDtls>{''.join(details)}</NtryDtls></Ntry>"
    )


def debited_as_a_whole(part: str, cents: int) -> str:
    total = f'<TtlAmt Ccy="EUR">{euros(cents)}</TtlAmt>'
    return entry(f"<Btch><PmtInfId>{part}</PmtInfId>{total}</Btch>", cents=cents)


def notification(*entries: str, version: str = "08") -> bytes:
    """camt.054 of one account."""
    return _document(
        f"camt.054.001.{version}",
        "<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>BANK-2</MsgId></GrpHdr>"
        f"<Ntfctn><Id>1</Id>{''.join(entries)}</Ntfctn></BkToCstmrDbtCdtNtfctn>",
    )


def _original(cents: int) -> str:
    amount = f'<InstdAmt Ccy="EUR">{euros(cents)}</InstdAmt>'
    return f"<OrgnlTxRef><Amt>{amount}</Amt></OrgnlTxRef>"


def _document(name: str, inside: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<Document xmlns="{NAMESPACE}{name}">{inside}</Document>'.encode()
