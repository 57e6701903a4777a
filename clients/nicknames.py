"""Short forms of first names, and spellings that no rule of sound brings together. A word may shorten several names."""

from collections import defaultdict

# Each line is one name: whoever is called by one word of it may stand in the file by another.
_NAMES = """
abigail abbie abby gail
agnieszka aga
albert al bert bertie
alexander alex alec alasdair alistair alastair sandy sasha xander
alexandra alex lexi sandra sasha
alfred alf alfie
alison ali aly
amanda mandy
andrew andy drew
angela angie ange
anne ann anna annie
anthony tony antony
antonia toni
aoife eefa
archibald archie
barbara barb babs
benjamin ben benny
bernadette bernie
beverley bev beverly
bridget bridie bridgid brigid
bronwen bron
caoimhe keeva
caroline carol carrie caz
catherine kate katie kathy cath cathy kitty katy kit
catriona katrina cat
charles charlie chuck chaz
charlotte charlie lottie
chantelle shantelle chantal
christine chris christina chrissie tina
christopher chris kit topher
clifford cliff
daniel dan danny
danielle dani
david dave davey dai
deborah deb debbie debra
dennis den
diane di diana
dominic dom
donald don donnie
dorothy dot dottie dolly
douglas doug
edward ed eddie ted teddy ned
eileen aileen
eleanor ellie nell nora elinor
elizabeth liz lizzie beth betty eliza libby elsie bess
emily em millie
emma em
eoin owen eoghan euan ewan
ernest ernie
florence flo flossie
frances fran frankie
francis frank frankie
frederick fred freddie
gabriel gabe
gabrielle gabby
geoffrey geoff jeff
gerald gerry jerry
gerard gerry ged
gillian gill jill
grzegorz greg
gregory greg
gwendolen gwen
harold harry hal
helen nell ellen
henry harry hal hank
herbert bert herb
hugh huw hughie
ian iain
irene rene
isabel isobel bella izzy isabella issy
jacqueline jackie jacqui
james jim jimmy jamie
jane janey jayne
janet jan
jean jeanie
jeffrey jeff geoff
jennifer jen jenny jenna
jeremy jez jerry
jessica jess jessie
joanne jo joanna
john johnny jack jon
jonathan jon jonny john
joseph joe joey jo
josephine jo josie
joshua josh
judith judy jude
julia julie
katarzyna kasia
kathleen kath kathy kate
kenneth ken kenny
kevin kev
kimberley kim
krzysztof kris chris
laura laurie
lawrence larry laurie laurence
leonard len lenny leo
leslie les lesley
lilian lily lil
louise lou
lucy lucinda
madeleine maddie maddy
magdalena magda
malcolm malc
malgorzata gosia
margaret maggie meg peggy mags marge margie rita peg
martin marty
mary molly polly may
matthew matt matty
maureen mo
maxwell max
megan meg
michael mike mick mickey micky mickie
michelle shell
mildred millie
mohammed muhammad mohamed mohd mo md
nancy nan
natalie nat
nathaniel nat nate nathan
niamh neve
nicholas nick nicky nico
nicola nicky nikki
nigel nige
oliver olly ollie
olivia liv livvy
pamela pam
patricia pat patty trish tricia
patrick pat paddy padraig
paula paulie
peter pete
philip phil pip
philippa pippa pip
phyllis phyl
rachel rach
raymond ray
rebecca becky becca bex
reginald reg reggie
richard rick dick ricky richie rich
robert bob rob robbie bobby bert robin
rodney rod
ronald ron ronnie
rosemary rose rosie
russell russ
samantha sam sammy
samuel sam sammy
sarah sally sara sadie
sean shaun shawn
sharon shaz
sheila shelagh
sidney sid
simon si
siobhan shivaun
stanley stan
stephanie steph
stephen steve stevie
stuart stu
susan sue susie suzie suzanne
sylvia syl
terence terry
teresa terri tess tessa
thomas tom tommy
timothy tim
tobias toby
victoria vicky vicki tori vic
vincent vince
virginia ginny
walter wally walt
wilfred wilf
william bill will billy willie liam
winifred winnie
zachary zach zak zack
"""


def _long_forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in _NAMES.split("\n"):
        name, *short = line.split() or [""]
        for word in (name, *short):
            found[word].add(name)
    del found[""]
    return {word: frozenset(names) for word, names in found.items()}


LONG_FORMS = _long_forms()
