"""Offices as titles of official texts name them, and what they say of whose engagement it is."""

from __future__ import annotations

import re

_LEADERS = """
President; Vice President; Prime Minister; Deputy Prime Minister; Premier; Vice Premier; Chancellor;
Federal Chancellor; Vice Chancellor; Taoiseach; Tanaiste; King; Queen; Crown Prince; Prince; Amir;
Emir; Sultan; Sheikh; Pope; First Vice President; Executive President; Chief Executive; Chairman;
Head of State; Head of Government; Secretary-General; Secretary General; High Representative;
Commission President; Council President; Supreme Leader; Governor-General; Governor General;
Head of Presidential Office; Head of the Presidential Office;
Head of the Office of the President; Co-Prince; Grand Duke; Emperor; Ruler; State Counsellor; Federal Councillor; Caliph; PM; DPM
"""
_MINISTERS = """
Secretary of State; Foreign Secretary; Foreign Minister; Foreign Affairs Minister;
Minister for Foreign Affairs; Minister of Foreign Affairs; Minister of External Affairs;
External Affairs Minister; Minister for External Affairs; Minister of Foreign and European Affairs;
Minister for Europe and Foreign Affairs; Defense Minister; Defence Minister; Minister of Defense;
Minister of Defence; Minister for Defence; Minister of National Defense; Secretary of Defense;
Defense Secretary; Defence Secretary; State Councilor; State Councillor; Politburo Member;
National Security Advisor; National Security Adviser; Secretary of the Treasury;
Treasury Secretary; Secretary of Commerce; Commerce Secretary; Trade Representative;
Foreign Policy Advisor; Foreign Policy Adviser; Diplomatic Advisor; Diplomatic Adviser;
National Security Council Secretary; Secretary of the Security Council; Special Envoy;
Presidential Envoy; Climate Envoy; Permanent Representative; Ambassador; High Commissioner;
Foreign and Commonwealth Secretary; Trade Minister; Minister for Trade; Finance Minister;
Minister of Finance; Minister; Secretary; Treasurer; Assistant to the President; Chief of Staff;
Chief Advisor; Spokesman; Spokeswoman; Spokesperson; Press Secretary; Communications Director;
Attorney-General; Attorney General; Director; Administrator; Commissioner; Coordinator; Chair;
Counselor; Counsellor; Senior Advisor; Senior Adviser; Senior Director; Director-General; Leader;
Member; First Lady; Second Gentleman; General; Admiral; Advisor; Adviser; Representative
"""
_DOMESTIC = """
Governor; Mayor; Senator; Congressman; Congresswoman; Majority Leader; Minority Leader;
Speaker of the House; Speaker; Justice; Judge; Chief Justice; Bishop; Archbishop; Reverend;
Chief Minister; Lord Mayor; Opposition Leader; Leader of the Opposition; Surgeon General;
First Minister; Treasurer of NSW; Parliamentary Secretary; Councillor; Police Commissioner
"""


def _list(names: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in names.split(";"))


LEADERS = frozenset(name.lower() for name in _list(_LEADERS))
OFFICES = _list(_LEADERS) + _list(_MINISTERS) + _list(_DOMESTIC)
DOMESTIC = frozenset(name.lower() for name in _list(_DOMESTIC))
"""Offices below or beside a government: no party to diplomacy."""

PRINCIPALS = (LEADERS - {"chairman", "prince", "sheikh", "council president"}) | frozenset(
    name.lower() for name in _list(_MINISTERS)[: _list(_MINISTERS).index("Finance Minister") + 2]
)
"""Offices whose holder an engagement can be of; the others speak or sit in for them."""

_FOREIGN = {
    "USA": """prime minister; deputy prime minister; premier; vice premier; chancellor; king; queen;
        federal chancellor; vice chancellor; taoiseach; tanaiste; crown prince; prince; amir; emir;
        sultan; sheikh; pope; foreign minister; foreign secretary; foreign affairs minister;
        secretary-general; secretary general; high representative; commission president;
        council president; state councilor; state councillor; politburo member; pm; emperor;
        minister of foreign affairs; minister for foreign affairs; minister of external affairs;
        external affairs minister; defense minister; minister of defense; minister of defence;
        minister; high commissioner; finance minister; minister of finance""",
    "AUS": """president; vice president; chancellor; vice premier; king; taoiseach; crown prince;
        prince; amir; emir; sultan; pope; secretary of state; secretary-general; secretary general;
        high representative; state councilor; state councillor; foreign secretary; emperor;
        secretary of defense; national security advisor; vice chancellor; commission president;
        council president; politburo member""",
    "GBR": """president; vice president; premier; vice premier; taoiseach; crown prince; amir; emir;
        sultan; pope; foreign minister; secretary-general; secretary general; high representative;
        minister of foreign affairs; state councilor; state councillor; emperor""",
}


def is_foreign(office: str, home: str) -> bool:
    """Whether a government has no such office of its own, so that its holder is another's."""
    return office.lower() in {" ".join(o.split()) for o in _FOREIGN.get(home, "").split(";")} - {""}


def is_principal(office: str) -> bool:
    """Whether an engagement can be of the holder; deputies of a principal office count."""
    plain = re.sub(
        r"^(?:acting|deputy|principal deputy|outgoing|incoming|special|u\.?s\.?) ",
        "",
        office.lower(),
    )
    plain = re.sub(r"^(?:deputy|assistant|presidential) ", "", plain)
    return (plain in PRINCIPALS and plain not in ("minister", "secretary", "ambassador")) or (
        plain in ("minister", "secretary", "ambassador") and office.lower() == plain
    )
