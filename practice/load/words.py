"""Invented words for load data: names, firms, and sentences as they stand in records."""

# fmt: off
GIVEN = [
    "Ada", "Amir", "Bela", "Ben", "Caro", "Cleo", "Dan", "Dina", "Esi", "Finn", "Gita", "Hugo", "Ines", "Jon",
    "Kofi", "Lena", "Mona", "Nils", "Olga", "Pia", "Quin", "Rosa", "Sam", "Tess", "Umar", "Vera", "Will", "Xena",
    "Yara", "Zoe",
]
# fmt: on
# fmt: off
FIRST_HALF = [
    "Ash", "Bar", "Cor", "Dun", "El", "Fen", "Gar", "Hol", "Iver", "Jar", "Kel", "Lan", "Mor", "Nor", "Ost",
    "Pen", "Quar", "Rad", "Sol", "Tor", "Ur", "Val", "Wen", "Yor", "Zel",
]
# fmt: on
# fmt: off
SECOND_HALF = [
    "berg", "croft", "dale", "er", "field", "gate", "ham", "ing", "kins", "ley", "man", "nes", "ow", "port",
    "quist", "ridge", "son", "ton", "vik", "worth",
]
# fmt: on
SOLICITORS = ["Pike & Rowe Solicitors", "Alder Law", "Marsh Hill LLP", "Tennant Cole", "Quayside Legal"]
INSURERS = ["Northgate Insurance", "Harlow Insurance", "Severn Mutual", "Beacon Cover"]
PROVIDERS = ["Cedar", "Bright", "Rowan", "Fern", "Larch", "Kestrel", "Tern", "Homeward", "Willow", "Heron"]
HAZARDS = ["Dog at the property", "Stairs without a rail", "Falls in the last month", "Lives far from the road"]
PRESENT = ["", "Carol (mother)", "Support worker", "Wife, by video", "Physiotherapist", "Solicitor"]
SENTENCES = [
    "Met the client at home and talked through the week.",
    "Sleep has been better since the evening routine was written down.",
    "Reported headaches on three days, mostly after screen work.",
    "Walked to the shop and back with one rest, without the stick.",
    "Their mother says that mornings still take two prompts.",
    "The therapist asks for six further sessions; a letter will follow.",
    "We looked at the goals and agreed what comes next.",
    "Budgeting went well this time, with the list on the fridge.",
    "Anxious about the meeting with the insurer; we wrote down what to say.",
    "The wheelchair has been delivered and was adjusted on site.",
    "Transport to the clinic failed once; a second firm will be tried.",
    "No new risks seen today.",
    "Cooked a meal with supervision and cleared up alone.",
    "Wants to go back to the choir and will ring the leader this week.",
]
NEEDS = [
    "Needs support to plan and start the day",
    "Needs equipment to wash and dress safely",
    "Needs therapy to walk outdoors",
    "Needs help to manage money and letters",
    "Needs a way back to paid work",
    "Needs company and something to do in the week",
]
GOALS = [
    "Get up and dressed without prompts",
    "Walk to the shop and back",
    "Cook a simple meal alone",
    "Pay the bills on time",
    "Go to the choir each week",
    "Travel to the clinic by bus",
    "Return to work two mornings a week",
    "Sleep through four nights in the week",
    "Ring a friend once a week",
    "Manage a day without support",
]
ACTIONS = ["Physiotherapy, 12 sessions", "Support worker, 10 hours a week", "Adapted kitchen equipment"]
