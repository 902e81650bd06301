"""Which clocks a city or a state goes by, where its name leaves no doubt (R4).

Names that are in two zones, or of which there are two ("Portland", "Texas"), are not here.
"""

_EASTERN = """new york, nyc, boston, philadelphia, philly, pittsburgh, atlanta, miami, orlando,
    tampa, jacksonville, charlotte, raleigh, baltimore, washington dc, dc, cleveland, columbus,
    cincinnati, detroit, indianapolis, richmond, buffalo, hartford, ohio, georgia, pennsylvania,
    new jersey, massachusetts, connecticut, virginia, north carolina, south carolina, maryland,
    maine, vermont, new hampshire, rhode island, delaware, west virginia"""
_CENTRAL = """chicago, houston, dallas, fort worth, austin, san antonio, new orleans, memphis,
    nashville, milwaukee, minneapolis, st louis, saint louis, kansas city, omaha, oklahoma city,
    tulsa, birmingham, illinois, iowa, missouri, minnesota, wisconsin, oklahoma, arkansas,
    louisiana, mississippi, alabama"""
_MOUNTAIN = """denver, salt lake city, albuquerque, boise, el paso, billings, cheyenne, colorado,
    utah, new mexico, montana, wyoming"""
_PACIFIC = """los angeles, la, san francisco, san diego, sacramento, san jose, oakland, seattle,
    spokane, las vegas, vegas, reno, california, washington state"""
_OTHERS = {
    "America/Phoenix": "phoenix, tucson, mesa, scottsdale",
    "America/Anchorage": "anchorage, juneau, fairbanks",
    "Pacific/Honolulu": "honolulu",
    "America/Puerto_Rico": "san juan, puerto rico",
}

PLACES = {
    " ".join(place.split()): zone
    for zone, places in {
        "America/New_York": _EASTERN,
        "America/Chicago": _CENTRAL,
        "America/Denver": _MOUNTAIN,
        "America/Los_Angeles": _PACIFIC,
        **_OTHERS,
    }.items()
    for place in places.split(",")
}
"""A place in lower case, and the IANA name of its zone."""
