from django.urls import path

from practice.intake import endings, views

of_an_intake = [
    path("", views.intake, name="intake"),
    path("person/", views.intake_person, name="intake_person"),
    path("contact/", views.intake_contact, name="intake_contact"),
    path("injury/", views.intake_injury, name="intake_injury"),
    path("party/", views.intake_party, name="intake_party"),
    path("consent/", views.intake_consent, name="intake_consent"),
    path("risks/", views.intake_risks, name="intake_risks"),
    path("allocation/", views.intake_allocation, name="intake_allocation"),
    path("review/", views.intake_review, name="intake_review"),
    path("open/", endings.open_intake_file, name="open_intake_file"),
    path("hand-on/", endings.hand_on_intake, name="hand_on_intake"),
    path("give-up/", endings.give_up_intake, name="give_up_intake"),
]
