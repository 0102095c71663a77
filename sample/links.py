"""The relations of the sample shop that a person made.

Each table maps sources to an ordered list of targets: the order is the order on the page.
A source or target is a SKU; a parent's SKU is made from its model name (`parent_sku` in make.py).
`("TT-M928", 2)` means two pieces. A key may name several sources, separated by spaces.
"""

MOUNTAIN_BIKES = ["MOUNTAIN-200", "MOUNTAIN-400-W", "MOUNTAIN-500"]
ROAD_BIKES = ["ROAD-250", "ROAD-350-W", "ROAD-550-W", "ROAD-750"]
TOURING_BIKES = ["TOURING-1000", "TOURING-2000", "TOURING-3000"]
BIKES = MOUNTAIN_BIKES + ROAD_BIKES + TOURING_BIKES

# What riders wear and carry with it.
CROSS_SELL = {
    "MOUNTAIN-200 MOUNTAIN-500": [
        "SPORT-100", "HALF-FINGER-GLOVES", "SHORT-SLEEVE-CLASSIC-JERSEY", "HY-1023-70", "RACING-SOCKS",
    ],
    "MOUNTAIN-400-W": [
        "SPORT-100", "WOMEN-S-MOUNTAIN-SHORTS", "HALF-FINGER-GLOVES", "SHORT-SLEEVE-CLASSIC-JERSEY",
        "HY-1023-70",
    ],
    "ROAD-250 ROAD-750": [
        "SPORT-100", "SHORT-SLEEVE-CLASSIC-JERSEY", "HALF-FINGER-GLOVES", "RACING-SOCKS", "CA-1098",
    ],
    "ROAD-350-W ROAD-550-W": [
        "SPORT-100", "SHORT-SLEEVE-CLASSIC-JERSEY", "WOMEN-S-MOUNTAIN-SHORTS", "HALF-FINGER-GLOVES", "RACING-SOCKS",
    ],
    "TOURING-1000 TOURING-2000 TOURING-3000": [
        "SPORT-100", "LONG-SLEEVE-LOGO-JERSEY", "CLASSIC-VEST", "HALF-FINGER-GLOVES", "HY-1023-70",
    ],
    "SPORT-100": ["HALF-FINGER-GLOVES", "CA-1098", "SHORT-SLEEVE-CLASSIC-JERSEY", "WB-H098"],
    "CA-1098": ["LONG-SLEEVE-LOGO-JERSEY", "SPORT-100", "RACING-SOCKS"],
    "HALF-FINGER-GLOVES": ["SPORT-100", "SHORT-SLEEVE-CLASSIC-JERSEY", "RACING-SOCKS"],
    "LONG-SLEEVE-LOGO-JERSEY": ["CA-1098", "CLASSIC-VEST", "HALF-FINGER-GLOVES", "RACING-SOCKS"],
    "SHORT-SLEEVE-CLASSIC-JERSEY": ["HALF-FINGER-GLOVES", "WOMEN-S-MOUNTAIN-SHORTS", "RACING-SOCKS", "CA-1098"],
    "WOMEN-S-MOUNTAIN-SHORTS": ["SHORT-SLEEVE-CLASSIC-JERSEY", "HALF-FINGER-GLOVES", "RACING-SOCKS"],
    "CLASSIC-VEST": ["LONG-SLEEVE-LOGO-JERSEY", "HALF-FINGER-GLOVES"],
    "RACING-SOCKS": ["HALF-FINGER-GLOVES", "SHORT-SLEEVE-CLASSIC-JERSEY", "CA-1098"],
    "HY-1023-70": ["SPORT-100", "HALF-FINGER-GLOVES", "CL-9009"],
    "WB-H098": ["SPORT-100", "CA-1098"],
    "CL-9009": ["PK-7098", "ST-1401"],
    "ST-1401": ["CL-9009", "PK-7098"],
    "RA-H123": ["ST-1401", "CL-9009"],
    "FE-6654": ["CL-9009", "TT-M928"],
    "PK-7098": ["TT-M928", "TT-R982", "TT-T092", "CL-9009"],
    # A worn drive train is replaced as a whole.
    "CH-0234": ["RD-2308", "FD-2342", "CL-9009"],
    "RD-2308": ["CH-0234", "FD-2342"],
    "FD-2342": ["CH-0234", "RD-2308"],
    "FB-9873": ["RB-9231"],
    "RB-9231": ["FB-9873"],
    "CS-4759": ["BB-7421", "CH-0234"],
    "CS-6583": ["BB-8107", "CH-0234"],
    "CS-9183": ["BB-9108", "CH-0234"],
    "BB-7421": ["CS-4759"],
    "BB-8107": ["CS-6583"],
    "BB-9108": ["CS-9183"],
}

# What is mounted on it or keeps it going.
ACCESSORY = {
    "MOUNTAIN-200": [("TI-M823", 2), ("TT-M928", 2), "FE-6654", "BC-M005", "WB-H098", "PK-7098", "CL-9009", "ST-1401", "RA-H123"],
    "MOUNTAIN-400-W": [("TI-M602", 2), ("TT-M928", 2), "FE-6654", "BC-M005", "WB-H098", "PK-7098", "CL-9009"],
    "MOUNTAIN-500": [("TI-M267", 2), ("TT-M928", 2), "FE-6654", "BC-M005", "WB-H098", "PK-7098", "CL-9009"],
    "ROAD-250": [("TI-R982", 2), ("TT-R982", 2), "BC-R205", "WB-H098", "PK-7098", "CL-9009", "ST-1401", "RA-H123"],
    "ROAD-350-W ROAD-550-W": [("TI-R628", 2), ("TT-R982", 2), "BC-R205", "WB-H098", "PK-7098", "CL-9009"],
    "ROAD-750": [("TI-R092", 2), ("TT-R982", 2), "BC-R205", "WB-H098", "PK-7098", "CL-9009"],
    # The panniers and the lock are discontinued: a list that nobody has cleaned up yet.
    "TOURING-1000": [("TI-T723", 2), ("TT-T092", 2), "PA-T100", ("BC-R205", 2), ("WB-H098", 2), "LO-C100", "PK-7098", "RA-H123"],
    "TOURING-2000 TOURING-3000": [("TI-T723", 2), ("TT-T092", 2), "BC-R205", "WB-H098", "PK-7098", "CL-9009"],
    "TI-M267 TI-M602 TI-M823": [("TT-M928", 1), "PK-7098"],
    "TI-R092 TI-R628 TI-R982": [("TT-R982", 1), "PK-7098"],
    "TI-T723": [("TT-T092", 1), "PK-7098"],
    "TT-M928 TT-R982 TT-T092": ["PK-7098"],
    "WB-H098": ["BC-M005", "BC-R205"],
    "BC-M005 BC-R205": ["WB-H098"],
}

# The better model, dearer at each step; the nearest step first.
UPSELL = {
    "MOUNTAIN-500": ["MOUNTAIN-400-W", "MOUNTAIN-200"],
    "MOUNTAIN-400-W": ["MOUNTAIN-200"],
    "ROAD-750": ["ROAD-550-W", "ROAD-350-W"],
    "ROAD-550-W": ["ROAD-350-W", "ROAD-250"],
    "ROAD-350-W": ["ROAD-250"],
    "TOURING-3000": ["TOURING-2000", "TOURING-1000"],
    "TOURING-2000": ["TOURING-1000"],
    "WB-H098": ["HY-1023-70"],
    "BC-R205": ["BC-M005"],
    "TI-M267": ["TI-M602", "TI-M823"],
    "TI-M602": ["TI-M823"],
    "TI-R092": ["TI-R628", "TI-R982"],
    "TI-R628": ["TI-R982"],
    "HB-M243": ["HB-M763", "HB-M918"],
    "HB-M763": ["HB-M918"],
    "HB-R504": ["HB-R720", "HB-R956"],
    "HB-R720": ["HB-R956"],
    "HB-T721": ["HB-T928"],
    "SE-M236": ["SE-M798", "SE-M940"],
    "SE-M798": ["SE-M940"],
    "SE-R581": ["SE-R908", "SE-R995"],
    "SE-R908": ["SE-R995"],
    "SE-T312": ["SE-T762", "SE-T924"],
    "SE-T762": ["SE-T924"],
    "PD-M282": ["PD-M340", "PD-M562"],
    "PD-M340": ["PD-M562"],
    "PD-R347": ["PD-R563", "PD-R853"],
    "PD-R563": ["PD-R853"],
    "CS-4759": ["CS-6583", "CS-9183"],
    "CS-6583": ["CS-9183"],
    "BB-7421": ["BB-8107", "BB-9108"],
    "BB-8107": ["BB-9108"],
    "LL-MOUNTAIN-FRAME": ["ML-MOUNTAIN-FRAME-W", "HL-MOUNTAIN-FRAME"],
    "ML-MOUNTAIN-FRAME-W": ["HL-MOUNTAIN-FRAME"],
    "LL-ROAD-FRAME": ["ML-ROAD-FRAME-W", "HL-ROAD-FRAME"],
    "ML-ROAD-FRAME-W": ["HL-ROAD-FRAME"],
    "LL-TOURING-FRAME": ["HL-TOURING-FRAME"],
}

# What stands in when it is sold out, within a line.
SUBSTITUTE = {
    "TI-M267": ["TI-M602"],
    "TI-M602": ["TI-M823", "TI-M267"],
    "TI-M823": ["TI-M602"],
    "TI-R092": ["TI-R628"],
    "TI-R628": ["TI-R982", "TI-R092"],
    "TI-R982": ["TI-R628"],
    "BC-M005": ["BC-R205"],
    "BC-R205": ["BC-M005"],
    "SHORT-SLEEVE-CLASSIC-JERSEY": ["LONG-SLEEVE-LOGO-JERSEY"],
    "LONG-SLEEVE-LOGO-JERSEY": ["SHORT-SLEEVE-CLASSIC-JERSEY"],
    "PD-T852": ["PD-R853", "PD-M562"],
    "MOUNTAIN-400-W": ["MOUNTAIN-500"],
    "ROAD-350-W": ["ROAD-550-W"],
    "ROAD-550-W": ["ROAD-350-W", "ROAD-750"],
    "TOURING-2000": ["TOURING-3000"],
    "RA-H123": ["ST-1401"],
}

# What came after a model that is not made any more.
SUCCESSOR = {
    "MOUNTAIN-100": ["MOUNTAIN-200"],
    "MOUNTAIN-300": ["MOUNTAIN-400-W"],
    "ROAD-150": ["ROAD-250"],
    "ROAD-450": ["ROAD-350-W"],
    "ROAD-650": ["ROAD-750"],
    "FULL-FINGER-GLOVES": ["HALF-FINGER-GLOVES"],
    "MOUNTAIN-BIKE-SOCKS": ["RACING-SOCKS"],
    "ML-MOUNTAIN-FRAME": ["ML-MOUNTAIN-FRAME-W"],
    "ML-ROAD-FRAME": ["ML-ROAD-FRAME-W"],
}

# Sets of one line and grade that are built together; each is shown with the others, in this order.
BUILT_TOGETHER = [
    ["LL-MOUNTAIN-FRAME", "HB-M243", "SE-M236", "PD-M282", "CS-4759", "BB-7421"],
    ["ML-MOUNTAIN-FRAME-W", "HB-M763", "SE-M798", "PD-M340", "CS-6583", "BB-8107"],
    ["HL-MOUNTAIN-FRAME", "HB-M918", "SE-M940", "PD-M562", "CS-9183", "BB-9108"],
    ["LL-ROAD-FRAME", "HB-R504", "SE-R581", "PD-R347", "CS-4759", "BB-7421"],
    ["ML-ROAD-FRAME-W", "HB-R720", "SE-R908", "PD-R563", "CS-6583", "BB-8107"],
    ["HL-ROAD-FRAME", "HB-R956", "SE-R995", "PD-R853", "CS-9183", "BB-9108"],
    ["LL-TOURING-FRAME", "HB-T721", "SE-T312", "PD-T852", "CS-4759", "BB-7421"],
    ["HL-TOURING-FRAME", "HB-T928", "SE-T924", "PD-T852", "CS-9183", "BB-9108"],
    ["HL-TOURING-FRAME", "HB-T928", "SE-T762", "PD-T852"],
]

# The relation types in the order in which they stand in the file.
TABLES = [
    ("cross_sell", CROSS_SELL),
    ("accessory", ACCESSORY),
    ("upsell", UPSELL),
    ("substitute", SUBSTITUTE),
    ("successor", SUCCESSOR),
]
