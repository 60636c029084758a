"""Places and peoples by other names, folded: Dutch for the Netherlands, Kenya for Africa."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from newsletter.articles.summaries.folding import word_set

#: Names of one place or group whose words have nothing in common.
_SAME = (
    "us usa america american americans states washington dc eeuu", "ccoo comisiones obreras",
    "uk britain british briton britons kingdom",
    "france french", "spain spanish spaniard spaniards", "wales welsh cymru", "netherlands dutch holland",
    "greece greek greeks",
    "denmark danish dane danes", "poland polish pole poles", "peru peruvian peruvians", "eu european europe",
    "sweden swedish swede", "finland finnish finn finns", "turkey turkish turk turks turkiye", "un nations",
    "scotland scottish scots scot", "england english", "ireland irish", "switzerland swiss", "norway norwegian",
    "iraq iraqi", "burma myanmar", "korea korean", "thailand thai", "lebanon lebanese",
    "italy italian italians", "tory tories conservative conservatives", "gop republican republicans",
    "democrat democrats democratic", "china chinese", "japan japanese",
    "shia shiite shiites", "utd united", "intl international", "dept department", "govt government", "natl national",
    "assn association", "univ uni university", "oscar oscars academy", "argentina argentine argentines",
    "germany german germans",
    "philippines philippine filipino filipina filipinos filipinas", "portugal portuguese",
    "twitter tweet tweets tweeted", "judaism jewish jew jews", "congo congolese", "arabia arab arabs arabian arabic",
    "slovakia slovak slovaks", "croatia croat croats", "serbia serb serbs", "somalia somali somalis",
    "texas texan texans", "kurdistan kurd kurds kurdish", "czech czechs czechia", "mongolia mongol mongols",
)  # fmt: skip
#: Names of a land for which one of its places is enough.
_INSIDE = {
    "uk": word_set(
        "england scotland wales ulster london birmingham manchester liverpool leeds sheffield bristol "
        "newcastle glasgow edinburgh aberdeen dundee cardiff swansea belfast nhs tuc acas"
    ),
    "us": word_set(
        "alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho "
        "illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota "
        "mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah "
        "vermont virginia wisconsin wyoming chicago philadelphia houston dallas detroit boston seattle miami "
        "atlanta"
    ),
}
_INSIDE["usa"] = _INSIDE["us"]
INSIDE: Mapping[str, Collection[str]] = MappingProxyType(_INSIDE)
_AFRICA = word_set(
    "algeria angola benin botswana burkina burundi cameroon congo congolese egypt eritrea eswatini ethiopia "
    "gabon gambia ghana guinea kenya lesotho liberia libya madagascar malawi mali mauritania mauritius morocco "
    "mozambique namibia niger nigeria rwanda senegal somalia sudan tanzania togo tunisia uganda zambia zimbabwe "
    "leone ivoire cairo lagos nairobi johannesburg durban accra dakar kinshasa kampala harare lusaka maputo tunis"
)
_ASIA = word_set(
    "afghanistan bangladesh bhutan cambodia china india indonesia japan korea laos malaysia mongolia myanmar nepal "
    "pakistan philippines singapore lanka taiwan thailand vietnam beijing shanghai tokyo delhi mumbai dhaka jakarta "
    "manila bangkok hanoi seoul karachi colombo"
)
#: The same for parts of the world that are not in every newspaper, however they are written.
WORLD: Mapping[str, Collection[str]] = MappingProxyType(
    dict.fromkeys(("africa", "african", "africans"), _AFRICA)
    | dict.fromkeys(("asia", "asian", "asians"), _ASIA)
)
SYNONYMS: Mapping[str, Collection[str]] = MappingProxyType(
    {word: group for group in map(str.split, _SAME) for word in group}
)
