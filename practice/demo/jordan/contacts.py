"""Ten months of contacts, in the words a case manager would use."""

from practice.demo.happenings import Added, Contact, DraftLeft

CAROL = "Carol Ashby (mother)"
IDRIS = "Idris Vaughan (Rowan Support)"

EVENTS = (
    Contact(
        303, "11:00", "call", 20, "A. Rowe, Pike & Rowe Solicitors",
        "Instruction confirmed. Jordan was knocked off his bicycle by a van. Liability is admitted; Harlow Insurance "
        "funds rehabilitation and asks to be told before costs arise. Ms Rowe sends the discharge summary today.",
        with_client=False,
    ),
    Contact(
        297, "09:15", "email", 10, "Dr Nerys Sorrell (GP)",
        "Asked for a summary of medicines and of the seizures since discharge, with Jordan's signed consent attached.",
        with_client=False,
    ),
    Contact(
        292, "10:30", "visit", 110, CAROL,
        "First visit at home. Jordan opened the door himself and made tea with one reminder about the milk. He "
        "answered short questions well and long ones not at all, and said so. Walked out together: at the first corner "
        "he chose a way and could not say how to get back. He laughed it off; Carol did not.\n\nMeasures taken. PHQ-9 "
        "item 9 scored, so we spoke alone about it (see the answer to the alert).",
        name="first visit",
    ),
    Contact(
        292, "16:00", "call", 10, "Dr Nerys Sorrell (GP)",
        "Told Dr Sorrell about the PHQ-9 and what Jordan said. She will see him this week.",
        with_client=False,
    ),
    Contact(
        284, "14:00", "meeting", 45, "Ward therapists, by video",
        "Discharge therapists: attention and route-finding were the weak points on the ward too. Splint no longer "
        "needed. They had planned community physiotherapy; the referral was never sent.",
        with_client=False,
    ),
    Contact(
        270, "10:00", "visit", 75, CAROL,
        "Talked about what Jordan wants. He began with the allotment and came back to it three times. We turned the "
        "needs into goals in his words; he ranked the shop, his friends and the kitchen first.",
    ),
    Contact(
        258, "10:30", "visit", 60, CAROL,
        "Went through the plan. Jordan read each level aloud and changed two: the shop in 20 minutes, not 15, and once "
        "a week with a friend, not twice. He signed it and asked for a copy on the fridge.",
        goals=(1, 2, 3, 4, 5, 6, 7),
    ),
    Contact(
        240, "15:00", "call", 15, "T. Bell, Harlow Insurance",
        "Mr Bell asked how 14 hours were arrived at. Explained: two hours each morning. He expects to answer this "
        "week.",
        goals=(1, 4), with_client=False,
    ),
    Contact(
        222, "09:30", "visit", 60, f"{CAROL}; {IDRIS}",
        "Introduced Idris. He and Jordan found that they support rival clubs, which helped. Agreed the morning routine "
        "and that prompts are to become fewer, not more.",
        goals=(4, 6),
    ),
    Contact(
        212, "17:45", "call", 15, CAROL,
        "Carol: a seizure on Sunday evening, under two minutes, no injury, slept afterwards. Plan followed. She asked "
        "whether she had done it right; she had.",
        with_client=False, late=(4, "Carol rang while I was driving; I was on leave the next two days."),
    ),
    Contact(
        205, "16:20", "email", 10, "A. Rowe, Pike & Rowe Solicitors",
        "Monthly note: support and physiotherapy have started; the refusal of the gym is accepted by Jordan.",
        with_client=False,
    ),
    Contact(
        200, "11:30", "call", 20, IDRIS,
        "Covering for Priya. Idris: medicine taken on all days, one prompt each. Jordan went to the shop beside him "
        "three times. No seizure since the last one noted.",
        goals=(1, 4), by="daniel", with_client=False,
    ),
    Contact(
        190, "10:00", "visit", 55, IDRIS,
        "Up, dressed and waiting. He showed me the dispenser before I asked: nothing left over. Tired by eleven and "
        "said so himself for the first time.",
        goals=(4, 5),
    ),
    Contact(
        181, "10:00", "meeting", 60, f"{CAROL}; {IDRIS}",
        "First review, at the flat. See the review for what was found. Jordan ended it himself after an hour: “That's "
        "my battery.”",
        goals=(1, 2, 3, 4, 5, 6, 7),
    ),
    Contact(
        165, "14:30", "call", 10, "T. Bell, Harlow Insurance",
        "Occupational therapy and neuropsychology: he has both in front of him and will decide within days.",
        goals=(2, 3), with_client=False,
    ),
    Contact(
        148, "13:30", "visit", 50, "Tomas Lund (Bright OT)",
        "Joint visit. The kitchen has room for a clear worktop and a checklist. Jordan wants to begin with soup.",
        goals=(2,),
    ),
    Contact(
        139, "09:50", "note", 15, "",
        "Larch have declined. Asked three other neuropsychologists; the earliest has a place in five months. Asked "
        "Fern to tell us of any cancellation.",
        goals=(3,), with_client=False,
    ),
    Contact(
        130, "13:00", "meeting", 50, f"{IDRIS}; Ellis Farrow (Cedar Physio)",
        "Team meeting at the flat. One plan for going out: Ellis sets the route, Idris walks behind and not beside. "
        "Jordan chose the sign for “give me a minute”.",
        goals=(1, 5),
    ),
    Contact(
        121, "18:10", "call", 25, "Marnie Ashby (sister)",
        "Marnie, with Jordan's agreement: he sounds like himself on the telephone again. She worries about Carol, who "
        "does not say how tired she is. Gave her the number of the carers' centre to pass on.",
        with_client=False,
    ),
    Contact(
        112, "10:15", "visit", 55, "Sam Dunne (friend)",
        "Sam came along. They have met on three Saturdays and talk over nobody. Jordan showed the money sheet: four "
        "weeks, one mistake, found by himself.",
        goals=(6, 7),
    ),
    Contact(
        105, "12:40", "call", 10, IDRIS,
        "The cooker was on when Idris came back from the bin store; a pan of water, no harm. Jordan switched it off "
        "himself when asked what was different. Idris stays in the room from now on.",
        goals=(2,), with_client=False,
    ),
    Contact(
        97, "10:00", "meeting", 65, f"{CAROL}; Ellis Farrow (Cedar Physio); {IDRIS}",
        "Second review, at the flat. See the review. Jordan read the changes out himself and asked for the allotment "
        "to be the next step.",
        goals=(1, 2, 3, 4, 5, 6, 7),
    ),
    Contact(
        94, "10:00", "visit", 55, "",
        "Jordan asked to be watched, not walked with. To the shop and back in 14 minutes, no prompt, waited at both "
        "kerbs. “I went because I wanted milk, not because it was on the list.” Dispenser counted: nothing missed in "
        "six weeks and no prompt.",
        goals=(1, 4), name="walk",
    ),
    Contact(
        88, "15:20", "call", 20, "T. Bell, Harlow Insurance",
        "Mr Bell has read the report. He asked what four cooking sessions give that six did not: the six set the "
        "kitchen up, these practise in it.",
        goals=(2,), with_client=False,
    ),
    Contact(
        76, "16:05", "email", 10, "A. Rowe, Pike & Rowe Solicitors",
        "Sent the monthly note. Ms Rowe asks for the next report before her case conference.",
        with_client=False,
    ),
    Contact(
        62, "11:00", "visit", 80, IDRIS,
        "To the allotment together, 35 minutes with two rests that Jordan planned. He pulled up everything that had "
        "died and kept the rhubarb. Slept in the afternoon, up again for supper.",
        goals=(1, 5),
    ),
    Contact(
        48, "09:40", "call", 10, "Fern Neuropsychology",
        "A place may come free within weeks. They will take a referral as soon as Dr Sehgal has confirmed it.",
        goals=(3,), with_client=False,
    ),
    Contact(
        40, "13:00", "meeting", 50, f"Ellis Farrow (Cedar Physio); Tomas Lund (Bright OT); {IDRIS}",
        "Team meeting. Physiotherapy and cooking practice both under way. Agreed one plan for outdoor mobility; Tomas "
        "finishes the kitchen checklist before the next review.",
        goals=(1, 2), name="team meeting",
    ),
    Added(
        30, "team meeting",
        "Tomas Lund corrects: the checklist was finished on the day of the meeting; what remains is the second cooking "
        "session.",
    ),
    Contact(
        33, "16:10", "email", 10, "A. Rowe, Pike & Rowe Solicitors",
        "Monthly note: physiotherapy on longer routes has begun; a further period of support will be recommended.",
        with_client=False,
    ),
    Contact(
        25, "11:20", "call", 15, CAROL,
        "Sleep is better since the evening routine. Worried about Jordan crossing the main road to the allotment; "
        "agreed that Idris goes with him until physiotherapy has practised it.",
        goals=(1, 5), with_client=False, late=(4, "Written on paper between two visits and found again in my bag."),
    ),
    Contact(
        18, "10:00", "visit", 55, "",
        "Read an article about blight for 22 minutes with one glance at the clock, and told me what to spray. At his "
        "last review he managed 15.",
        goals=(3,), name="reading",
    ),
    Contact(
        12, "15:10", "call", 10, "Dr Nerys Sorrell (GP)",
        "No seizure in six months. Dr Sorrell asks the hospital whether the dose can come down; no change until they "
        "answer.",
        with_client=False,
    ),
    Contact(
        4, "10:00", "visit", 55, "",
        "Walked to the shop and back with one rest on the wall by the chapel. Paid by card himself and checked the "
        "receipt without a prompt. Talked about the insurer's consent, which ends soon: he will decide after the "
        "report.",
        goals=(1, 7),
    ),
    Contact(
        3, "14:40", "call", 10, "T. Bell, Harlow Insurance",
        "Asked for the answer on support hours, which is late. Mr Bell is waiting for his manager and will ring back.",
        with_client=False,
    ),
    DraftLeft(
        1, "16:12", "call", "15:10", "Dr Nerys Sorrell (GP)",
        "Hospital agrees in principle to a lower dose from next month. To ask: who tells Idris, and",
    ),
)  # fmt: skip
