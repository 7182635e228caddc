"""Words that point to a target without naming it: back, to the world, to a principle, elsewhere."""

from __future__ import annotations

import re

BACK = re.compile(
    r"\b(?:the (?:regime|junta|military|authorities|dictatorship|dictator|ruling party|government "
    r"there|people there|kingdom|islamic republic|coup|generals|security forces|leadership there)"
    r"|(?:that|their|this) (?:country|government|regime|coup|election|war|nation)|there(?=[,.;?! ]"
    r"(?! (?:is|are|was|were|will|has|have|can|should|would|must|may|might|could|need|remains?)\b|’|'))"
    r"|(?:military|authoritarian|brutal|corrupt|repressive|oppressive|same) (?:\w+ )?regime)\b",
    re.I,
)
PRONOUN = re.compile(
    r"\b(?:they|them|their|theirs|he|him|his|she|her|its|those (?:people|protesters|responsible|"
    r"acts|actions|abuses)|these (?:acts|actions|abuses|attacks)|such (?:acts|actions|abuses)|"
    r"the (?:government|country|opposition|protest(?:er)?s|crackdown|election|elections|prisoners?|"
    r"detainees?|journalists?|situation|leadership|president|people|perpetrators|killings?|violence|"
    r"victims|coup|authorities)|th(?:is|ose|ese) (?:was|is|were|are)|perpetrators)\b",
    re.I,
)
YOURS = re.compile(
    r"\byour (?:own )?(?:country|government|nation|people|administration|leadership|constitution)\b",
    re.I,
)
ELSEWHERE = re.compile(
    r"\b(?:regime|junta|dictator\w*|perpetrators?|sanctions?|sanctioned|(?:further|impos\w+) "
    r"(?:\w+ )?costs?|communiqu\w+|embassy|oligarchs?|war crimes?|genocide|crackdown|"
    r"persecution|atrocit\w+|repressi\w+)\b",
    re.I,
)
WORLD = re.compile(
    r"\b(?:(?:around|across|throughout) the (?:world|globe|region|continent|hemisphere)|the world|"
    r"worldwide|global(?:ly)?|everywhere|anywhere|universal(?:ly)?|humanity|humankind|mankind|"
    r"human beings?|human dignity|human lives|our (?:common |shared )?(?:planet|world)|all people|all humans|our nations|our peoples|our countries|(?:all|every|each|many|most|other|any|some|developing|democratic|like-?minded|member|"
    r"vulnerable|poor(?:er)?|foreign|partner|ASEAN|African|European) (?:countr(?:y|ies)|nations?|states|"
    r"governments?|societ(?:y|ies)|peoples|persons?|human|people everywhere|individuals?|actors?)|"
    r"countries|democracies|autocra(?:cy|cies|ts)|dictatorships|dictators|governments|peoples|"
    r"authoritarian(?:s|ism)?|authoritarian (?:regimes|governments)|multilateral\w*|united nations|"
    r"sustainable development|G-?7|G-?20|Quad|ASEAN|African Union|Africa|Asia|Latin America|Middle East|"
    r"Indo-?Pacific|South Pacific|Asia-Pacific|Pacific Islands?|the Pacific|Western Hemisphere|Americas|Caribbean|"
    r"Sahel|Balkans|Horn of Africa|Great Lakes|Commonwealth|Maghreb|Mercosur|MERCOSUR|Mediterranean|"
    r"foreign policy|rights are human rights|home and abroad|at home and (?:abroad|"
    r"around)|abroad|overseas|(?:shared|common|democratic|universal) (?:\w+ )?(?:values?|principles?)|"
    r"(?:principles|values|ideals|promise) of (?:\w+,? ){0,3}?(?:democracy|freedom|liberty|equality|human rights|"
    r"the rule of law|justice|respect)|summit for democracy|free world|rules-based|internationally|international)\b",
    re.I,
)
BLAMES = re.compile(
    r"\b(?:concerns?|concerned|abuses?|violations?|crackdown|detain\w*|imprison\w*|arrest\w*|"
    r"release|rais(?:e|ed|ing)|urge[sd]?|press(?:ed|ing)?|sanction\w*|condemn\w*|repressi\w+|record|"
    r"differences|areas where we)\b",
    re.I,
)
SHARED = re.compile(
    r"\b(?:share|shares|shared|sharing|common|same|united by|bound by|based on|in common)\b[^.;]{0,60}?"
    r"\b(?:values|principles|ideals)\b|"
    r"\b(?:share|shares|shared|common|mutual|strong)\b[^.;]{0,40}? (?:commitments?|dedication|desire|"
    r"belief) (?:to|in)\b[^.;]{0,60}?\b(?:democra\w+|human rights|rule of law|freedoms?|principles|"
    r"values|justice|equality)\b|"
    r"\bcommitment to the (?:\w+ )?(?:principles|values|ideals) of\b|\brights are human rights\b",
    re.I,
)
FAR = re.compile(
    r"\b(?:(?:around|across|throughout) the (?:world|globe|region)|the world over|worldwide|globally|"
    r"(?:all|other|foreign|partner|developing|ASEAN|African|many) (?:countries|nations|governments|"
    r"people everywhere)|all people(?: everywhere)?\b(?! of)|international (?:justice|law|community|criminal|instruments?)|"
    r"United Nations|Rome Statute|Commonwealth of Nations|Western Balkans|Balkans|abroad|overseas|foreign (?:polic\w+|governments?|actors?)|"
    r"everywhere|our (?:common |shared )?(?:planet|world)|humanity|ASEAN|Africa|Asia|Latin America|Middle East|Central America|Indo-Pacific|"
    r"the Pacific|Pacific Islands?|the Americas)\b",
    re.I,
)
BOTH_SIDES = re.compile(
    r"(?:[•*-]\s*)?(?:They|The (?:two )?(?:leaders|ministers|sides|presidents|prime ministers|"
    r"officials)|Both)(?: \w+){0,3}? (?:agree|discuss|reaffirm|affirm|commit|exchange|review|talk|"
    r"share|welcome|underscore|reiterat|stress|emphasi|pledge|note|highlight|express|spoke|condemn|"
    r"also)\w*",
    re.I,
)
"""The two sides of a talk, who are not those spoken of."""
