"""Titles in speaker labels: what an office's holder is called, and whose office it can be."""

from __future__ import annotations

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _listed(names: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in names.split(";"))


STATE_OFFICES = {
    "PRESIDENT": "President",
    "VICE PRESIDENT": "Vice President",
    "PRIME MINISTER": "Prime Minister",
    "PM": "Prime Minister",
    "DEPUTY PRIME MINISTER": "Deputy Prime Minister",
    "DPM": "Deputy Prime Minister",
    "FIRST LADY": "First Lady",
    "SECRETARY": "Secretary",
    "SECRETARY OF STATE": "Secretary of State",
    "FOREIGN SECRETARY": "Foreign Secretary",
    "FOREIGN MINISTER": "Foreign Minister",
    "MINISTER": "Minister",
    "CHANCELLOR": "Chancellor",
    "HIGH REPRESENTATIVE": "High Representative",
    "SECRETARY GENERAL": "Secretary-General",
    "SECRETARY-GENERAL": "Secretary-General",
    "UN SECRETARY-GENERAL": "Secretary-General",
    "UNITED NATIONS SECRETARY-GENERAL": "Secretary-General",
    "PREMIER": "Premier",
    "TAOISEACH": "Taoiseach",
    "KING": "King",
    "QUEEN": "Queen",
    "CROWN PRINCE": "Crown Prince",
    "AMIR": "Amir",
    "EMIR": "Emir",
    "HIS MAJESTY": "King",
    "HER MAJESTY": "Queen",
    "TREASURER": "Treasurer",
    "ATTORNEY-GENERAL": "Attorney-General",
}
"""Offices that stand as a label without a name."""

_MONARCHY = _listed("""
    PRESIDENT; VICE PRESIDENT; CHANCELLOR; TAOISEACH; KING; QUEEN; CROWN PRINCE; EMIR; AMIR;
    SULTAN; HIS MAJESTY; HER MAJESTY; POPE; VICE PREMIER; SECRETARY-GENERAL; SECRETARY GENERAL; SECRETARY OF STATE; STATE COUNCILOR; STATE
    COUNCILLOR; HIGH REPRESENTATIVE
""")
FOREIGN_TITLES: Mapping[str, frozenset[str]] = {
    # Titles that only another government's officials can hold in this government's texts.
    "USA": _listed("""
        PRIME MINISTER; PM; CHANCELLOR; FOREIGN MINISTER; MINISTER; TAOISEACH; KING; QUEEN; PREMIER;
        CROWN PRINCE; PRINCE; AMIR; EMIR; SULTAN; SHEIKH; DEPUTY PRIME MINISTER; FOREIGN SECRETARY;
        HIGH REPRESENTATIVE; SECRETARY-GENERAL; SECRETARY GENERAL; STATE COUNCILOR; STATE
        COUNCILLOR; HIS MAJESTY; HER MAJESTY; HIS HIGHNESS; HIS ROYAL HIGHNESS; POPE; VICE PREMIER
    """),
    "AUS": _MONARCHY,
    "CAN": _MONARCHY,
    "GBR": _MONARCHY,
    "NZL": _MONARCHY,
    "": _listed(
        """SECRETARY-GENERAL; SECRETARY GENERAL; HIGH REPRESENTATIVE; POPE; HIS HOLINESS"""
    ),
}

TITLE_WORDS = _words("""
    MR MRS MS MISS DR PROF PROFESSOR THE HON HONOURABLE HONORABLE SIR DAME LORD LADY SENATOR
    GENERAL ADMIRAL AMBASSADOR GOVERNOR MAYOR PREMIER DIRECTOR ADMINISTRATOR COMMISSIONER CHAIR
    CHAIRMAN CHIEF ACTING UNDER ASSISTANT DEPUTY SECRETARY MINISTER PRIME PRESIDENT VICE FOREIGN
    CHANCELLOR HIGH REPRESENTATIVE PM DPM TREASURER MP KING QUEEN CROWN PRINCE PRINCESS AMIR EMIR
    SHEIKH COUNSELOR COUNCILOR STATE JUDGE JUSTICE COLONEL CAPTAIN LIEUTENANT LT SGT SERGEANT
    MAJOR SURGEON ATTORNEY LEADER SPEAKER CONGRESSMAN CONGRESSWOMAN REP SEN FIRST HIS HER MAJESTY
    EXCELLENCY HIGHNESS ROYAL SPOKESPERSON SPOKESMAN SPOKESWOMAN PRESS FATHER REVEREND PASTOR
    RABBI COACH BISHOP ARCHBISHOP CARDINAL POPE SECRETARY-GENERAL ENVOY SPECIAL COORDINATOR
    ADVISER ADVISOR NATIONAL SECURITY OF GENERAL-SECRETARY ATTORNEY-GENERAL GOVERNOR-GENERAL
    DIRECTOR-GENERAL AIR MARSHAL BRIGADIER COMMANDER DESIGNATE COMMISSIONER-DESIGNATE RETIRED
    MADAM MADAME TAOISEACH COUNCILLOR PRINCIPAL ADMINISTRATION SHADOW PARLIAMENTARY INSPECTOR
    CONSTABLE SUPERINTENDENT CHAPLAIN DEAN PROVOST
""")
"""Words of a label that are its title and not a name."""

OWN_HEADS = _listed("""
    President; Prime Minister; Chancellor; Secretary of State; Secretary; Foreign Secretary;
    Foreign Minister; Vice President
""")
"""Offices whose holder is the principal where a text names none."""
