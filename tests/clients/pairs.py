"""Who is one person, who is of one family, and who are strangers: the pairs that the search for matches is held to.

Each line: what it is about | the file | the question. A person reads: first names / last name / date of birth, and
where they matter / n:NHS number / r:claim reference / p:the name they like.
"""

import re
from datetime import date

from clients.sought import Sought

SAME_PERSON = """
letter for letter                  | Jonathan / Ashby / 1984-03-14        | Jonathan / Ashby / 1984-03-14
without a date of birth            | Jonathan / Ashby / 1984-03-14        | Jonathan / Ashby /
no date of birth in the file       | Jonathan / Ashby /                   | jonathan / ASHBY / 1984-03-14
first and last name swapped        | Jonathan / Ashby / 1984-03-14        | Ashby / Jonathan / 1984-03-14
swapped, no date of birth          | Omar / Farah / 1990-01-02            | Farah / Omar /
the whole name in one box          | Jonathan / Ashby / 1984-03-14        | Jonathan Ashby / / 1984-03-14
one box in the file, no date       | Nadia Bashir / /                     | Nadia / Bashir /
accents left out                   | Siân / Ní Bhriain / 1979-06-01       | Sian / Ni Bhriain / 1979-06-01
other letters                      | Łukasz / Jørgensen / 1979-06-01      | Lukasz / Jorgensen /
umlaut written out                 | Jürgen / Müller / 1979-06-01         | Juergen / Mueller / 1979-06-01
capitals and spaces                | Mary Ann / Evans / 1979-06-01        | MARY  ANN / EVANS /
apostrophe left out                | Kate / O'Brien / 1979-06-01          | Kate / OBrien /
apostrophe as a space              | Kate / O’Brien / 1979-06-01          | Kate / O Brien /
hyphen left out                    | Anne-Marie / Brown-Clarke / 1979-06-01 | Annemarie / Brown Clarke / 1979-06-01
half of a double name              | Emma / Brown-Clarke / 1979-06-01     | Emma / Clarke / 1979-06-01
half of a double name, no date     | Emma / Brown-Clarke / 1979-06-01     | Emma / Brown /
particle left out                  | Pieter / van den Berg / 1979-06-01   | Pieter / Berg /
particle in the other box          | Ahmed / Al-Hassan / 1979-06-01       | Ahmed Al / Hassan /
Mac and Mc                         | Ewan / MacDonald / 1979-06-01        | Ewan / Mc Donald /
title typed along                  | Ruth / Carver / 1979-06-01           | Dr Ruth / Carver /
middle name left out               | Jonathan Paul / Ashby / 1984-03-14   | Jonathan / Ashby /
called by the middle name          | Jonathan Paul / Ashby / 1984-03-14   | Paul / Ashby / 1984-03-14
the name they like                 | Jonathan / Ashby / 1984-03-14 / p:Jonty | Jonty / Ashby /
an initial                         | Jonathan / Ashby / 1984-03-14        | J. / Ashby / 1984-03-14
an initial in the file             | J / Ashby / 1984-03-14               | Jonathan / Ashby / 1984-03-14
short form: Bill                   | William / Turner / 1961-11-30        | Bill / Turner /
short form in the file: Peggy      | Peggy / Nolan / 1961-11-30           | Margaret / Nolan / 1961-11-30
two short forms of one name        | Liz / Pryce / 1961-11-30             | Betty / Pryce / 1961-11-30
spelt by ear: Catherine            | Catherine / Smith / 1992-02-29       | Kathryn / Smyth /
spelt by ear: Mohammed             | Mohammed / Hussain / 1992-02-28      | Muhamad / Hussein /
spelt by ear: Stephen              | Stephen / Philips / 1992-02-28       | Steven / Phillips /
letters changed over               | Jonathan / Ashby / 1984-03-14        | Jonahtan / Asbhy / 1984-03-14
a letter too many and one too few  | Rebecca / Whitfield / 1984-03-14     | Rebeca / Whittfield / 1984-03-14
married since                      | Emma / Brown / 1990-07-08            | Emma / Okonkwo / 1990-07-08
day and month changed over         | Jonathan / Ashby / 1984-03-04        | Jonathan / Ashby / 1984-04-03
one digit of the year              | Jonathan / Ashby / 1984-03-14        | Jon / Ashby / 1994-03-14
two digits changed over            | Jonathan / Ashby / 1984-03-14        | Jonathan / Ashby / 1948-03-14
NHS number, all else unlike        | Jonathan / Ashby / 1984-03-14 / n:9434765919 | Unknown / Male / / n:9434765919
claim reference, other birthday    | Jonathan / Ashby / 1984-03-14 / r:PR/22310 | Jon / Ashby / 1971-01-01 / r:pr 22310
name alike, same claim             | Nadia / Bashir / 1984-03-14 / r:NG-88-0142 | Nadja / Basheer / / r:NG880142
"""

OF_ONE_FAMILY = """
twins                              | Alice / Marsh / 2015-05-05           | Thomas / Marsh / 2015-05-05
twins of one letter                | Jayden / Marsh / 2015-05-05          | Hayden / Marsh / 2015-05-05
twins alike, each with a number    | Tia / Marsh / 2015-05-05 / n:9434765919 | Tiah / Marsh / 2015-05-05 / n:4010232137
mother and child of one claim      | Alice / Marsh / 1985-05-05 / r:PR/22310 | Ben / Marsh / 2015-01-09 / r:PR/22310
driver and passenger of one claim  | Alice / Marsh / 1985-05-05 / r:PR/22310 | Femi / Amadi / 1971-08-02 / r:PR/22310
"""

STRANGERS = """
nothing known                      | Jonathan / Ashby / 1984-03-14        | / /
nothing alike                      | Jonathan / Ashby / 1984-03-14        | Nadia / Bashir / 1990-01-02
same name, other generation        | John / Smith / 1950-03-14            | John / Smith / 1989-11-02
same name, other day, near         | John / Smith / 1950-03-14            | John / Smith / 1951-04-15
same last name alone               | Jonathan / Ashby / 1984-03-14        | Alice / Ashby /
brothers                           | Jonathan / Ashby / 1984-03-14        | Peter / Ashby / 1986-07-21
same birthday alone                | Jonathan / Ashby / 1984-03-14        | Nadia / Bashir / 1984-03-14
same first name alone              | Jonathan / Ashby / 1984-03-14        | Jonathan / Bashir /
an initial, no date of birth       | Jonathan / Ashby / 1984-03-14        | J / Ashby /
Jane is not Jon                    | Jane / Ashby /                       | Jon / Ashby /
Erin is not Aaron                  | Erin / Ashby /                       | Aaron / Ashby /
Chen is not Chan                   | Wei / Chen /                         | Wei / Chan /
Hall is not Hill                   | Anna / Hall /                        | Anna / Hill /
Harris is not Harrison             | Anna / Harris /                      | Anna / Harrison /
Tim is not Tom                     | Tim / Ashby / 1984-03-14             | Tom / Ashby / 1990-12-01
a reference too short to tell      | Jonathan / Ashby / 1984-03-14 / r:TBC | Nadia / Bashir / 1990-01-02 / r:tbc
other number, other birthday       | John / Smith / 1950-03-14 / n:9434765919 | John / Smith / 1961-03-02 / n:4010232137
"""


def pairs_of(table):
    for line in table.strip().splitlines():
        label, known, sought = line.split("|")
        yield label.strip(), person(known), person(sought)


def person(words):
    given, family, born, *marks = (part.strip() for part in re.split(r"(?<!\S)/(?!\S)", words))
    named = {mark[0]: mark[2:] for mark in marks}
    return Sought(
        given_name=given,
        family_name=family,
        preferred_name=named.get("p", ""),
        born_on=date.fromisoformat(born) if born else None,
        nhs_number=named.get("n", ""),
        references=tuple(filter(None, [named.get("r", "")])),
    )
