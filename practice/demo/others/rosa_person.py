"""A decision that Rosa could not make, who decided it with her, and a safeguarding concern."""

from practice.demo.safekeeping import CapacityAssessed, Complained, Concerned

EVENTS = (
    CapacityAssessed(
        70,
        {
            "decision": "Whether to sign the tenancy of the flat near college",
            "assessed_by": "Priya Kaur, occupational therapist",
            "why_now": "She signs what is put before her and cannot say afterwards what it was.",
            "support": "Three short meetings, her sister present, the tenancy in pictures, a visit to the flat.",
            "understand": "yes",
            "retain": "no",
            "weigh": "no",
            "communicate": "yes",
            "evidence": "Could say what rent is. Next day did not know it is paid each month.",
            "everyday": "Her mother and the college: lends money and forgets it, agrees to two things for one evening.",
            "cause": "Injury of the frontal lobes: she does not hold the terms long enough to compare them.",
            "conclusion": "lacks",
            "reasons": "With all support she cannot retain or weigh the terms of this tenancy now.",
        },
        review_ago=-20,
        decided_ago=58,
        decision={
            "maker": "deputy",
            "maker_name": "J. Hale",
            "wishes": "She wants her own door and to be near college. Not far from her sister.",
            "consulted": "Lucia Castellane (mother), her sister, the college. Her mother fears the nights.",
            "options": "Stay at home; supported flat for six months; the tenancy at once.",
            "least_restrictive": "The supported flat gives her own door, and nothing that cannot be undone.",
            "benefit": "She practises living alone before a contract binds her.",
            "decided": "Supported flat for six months, then assess this decision again.",
        },
    ),
    Complained(
        11,
        "complaint",
        "Lucia Castellane (mother)",
        "She heard of the supported flat from the college before anybody of the practice had told her.",
    ),
    Concerned(
        26,
        "Rosa said a man from the bus stop has her bank card “to look after it”. Her sister says £180 is gone.",
        "Card stopped with the deputy on the telephone, Rosa present.",
        "She wants the money back and not to go to the police.",
        "Adult social care, Alderwren, duty desk (K. Moss)",
        "Financial abuse of somebody who cannot protect herself from it. Rosa was told before.",
        steps=((24, "Social care has opened an enquiry. Visit with Rosa and her sister on Thursday."),),
    ),
)
