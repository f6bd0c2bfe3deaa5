"""Word lists of who speaks: verbs of saying, titles, what looks like a name and is none, first names."""

from __future__ import annotations

from index.compare.lexicon import listed

SAYING = frozenset(
    listed("""
    said says say saying added adds adding told tells telling asked asks asking stated states
    stating wrote writes writing tweeted tweets tweeting posted posts posting argued argues arguing
    claimed claims claiming insisted insists insisting warned warns warning noted notes noting
    explained explains explaining replied replies replying responded responds responding answered
    declared declares declaring announced announces announcing acknowledged acknowledges
    acknowledging admitted admits admitting confirmed confirms confirming denied denies denying
    recalled recalls continued continues continuing concluded concludes suggested suggests
    suggesting called calls calling described describes describing labelled labeled labels labelling
    labeling dismissed dismisses branded brands accused accuses accusing blasted slammed criticized
    criticised praised demanded demands demanding urged urges urging vowed vows pledged pledges
    promised promises cited cites citing mentioned mentions listed lists reported reports reporting
    asserted asserts asserting contended contends maintained maintains quipped joked shouted yelled
    testified testifies remarked remarks observed observes predicted predicts proclaimed proclaims
    repeated reiterated stressed emphasized emphasised complained lamented cautioned countered
    thought believes believed charged denounced condemned rejected tells dubbed apologized
    apologised expressed hailed touted shouting chanted chanting
""")
)
REPORTING = frozenset(
    listed("""
    said adding added saying told telling asked stated wrote tweeted argued claimed claiming
    insisted warned noted explained replied responded announced acknowledged admitted confirmed
    denied continued suggest suggested suggests suggesting asserted asserting labelled labeled
    called described accused urged vowed reported demanded dismissed rejected contend contends
    contended testified declared says shouted shouting yelled chanted chanting
""")
)
"""The verbs that make a sentence a report of what somebody said."""

TITLES = frozenset(
    listed("""
    mr mrs ms dr sir dame lord lady president prime minister chancellor senator sen rep
    representative gov governor mayor judge justice king queen prince princess pope general gen
    colonel col captain capt lieutenant lt sergeant sgt major admiral professor prof chairman
    sens reps cmdr det
    chairwoman secretary attorney congressman congresswoman director chief officer sheriff
    ambassador spokesman spokeswoman spokesperson speaker leader former house white us u.s uk
    democratic republican russian ukrainian american british french german kremlin pm counselor
    counsellor adviser advisor executive candidate founder ceo anchor host reporter analyst author
    coach star rev reverend bishop cardinal archbishop vice deputy state police inspector detective
    constable superintendent commissioner commander pastor rabbi imam councillor premier
""")
)
NOT_NAMES = frozenset(
    listed("""
    said says the a an in on at by for from to with but and or if as it its he she they we i this
    that these those there here monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december his her their our
    my your not no yes also still yet so when while after before since what who why how where most
    many some several all both each other another one two three four five six seven eight nine ten
    because although though unless more even only just all do does did is are was were have has had
    please thank watch read related advertisement image photo video now then again hours days years
    news earlier later meanwhile however according speaking asked officials authorities prosecutors
    lawyers witnesses residents critics experts analysts researchers scientists lawmakers
    investigators activists republicans democrats previously originally whenever whether replay can despite
""")
)
ORGANISATIONS = frozenset(
    listed("""
    institute agency post times house senate congress court ministry department council office party
    committee university press reuters cnn bbc nbc msnbc tass news force police government states
    kingdom union nations commission bank group inc corp company association center centre tribune
    journal court division bureau administration fbi cia nsa pentagon kremlin twitter facebook
    telegram capitol
""")
)

PERSONAL = TITLES - {"house", "white", "state", "police", "us", "u.s", "uk", "kremlin"}
"""Titles behind which a person's name comes."""


WOMEN = frozenset(
    listed("""
    abby abigail ada adele agnes aisha alexandra alexandria alice alison allison amal amanda amber amelia
    amy angela angelina anita ann anna anne annette annie ariana ashley audrey ava barbara beatrice becky
    belinda bella bernadette beth bethany betty beverly bianca bonnie brenda brianna bridget brittany
    camilla candace carla carly carmen carol carole caroline carolyn carrie catherine cathy cecilia celeste
    charlotte chelsea cheryl chloe christina christine cindy claire clara claudia colleen condi condoleezza
    constance cynthia daisy daniela danielle daphne dawn debbie deborah debra deirdre denise diana diane
    dianne dolores donna doris dorothy edith eileen elaine eleanor elena elisabeth elizabeth ella ellen
    eloise emily emma erica erika erin esther eva eve evelyn fatima felicity fiona florence frances
    francesca gabriela gabriella gail gemma georgina geraldine gina ginny giorgia gladys gloria grace greta
    gretchen gwen hannah harriet hazel heather heidi helen helena helga henrietta hilary hillary holly huma
    ida imogen ingrid irene irina iris isabel isabella isobel ivana ivanka jackie jacqueline jane janet
    janice jasmine jeanette jeanne jenna jennifer jenny jessica jill jo joan joanna joanne jocelyn josephine
    joy joyce juanita judith judy julia juliana julie juliet kaitlyn kamala karen karin kate katharine
    katherine kathleen kathryn kathy katie katrina kayla kayleigh kimberly kirsten kirstjen kristen kristin
    kristina lara latoya laura lauren laurie leah leila lena leona letitia lilian lillian lily linda lisa
    liz loretta lori lorraine louise lucia lucy lydia madeleine madeline maggie malala marcia margaret maria
    marianne marie marilyn marina marissa marjorie martha martina mary masha maureen megan meghan megyn
    melania melanie melinda melissa mercedes meredith michele michelle mildred mindy miranda miriam moira
    molly monica monique muriel nadia nancy naomi natalia natalie natasha neera nicola nicole nikki nina
    nora norma olga olivia pamela patricia patsy patty paula pauline peggy penelope penny petra phoebe
    phyllis polly priscilla priti rachel raquel rebecca renata renee rhonda rita roberta rosa rosalind rose
    rosemary roxanne ruth sabrina sally samantha sandra sara sarah selina serena sharon sheila shelley
    sherry shirley siobhan sofia sonia sophia sophie stacey stella stephanie stormy sue susan susanna
    susanne suzanne svetlana sylvia tamara tammi tammy tania tanya tara tatiana teresa theresa therese
    tiffany tina trudy ursula valentina valerie vanessa vera veronica victoria vivian wanda wendy wilma
    winifred yolanda yulia yvette yvonne zoe
""")
)
"""First names that are borne by women alone, as a rule."""

MEN = frozenset(
    listed("""
    aaron abdul abdullah abraham adam adrian ahmad ahmed alan albert alberto alec alejandro alexander alexei
    alfred ali allan allen alvin anders andre andreas andrei andrew andrii andriy andy angus anthony antonin
    antonio antony archie arnold arthur barack barney barry bart ben benjamin bernard bernie bert bill billy
    bob bobby boris brad bradley brandon brendan brent brett brian bruce bryan byron calvin carl carlos
    cedric chad charles charlie chester chris christopher chuck clarence claude clayton cliff clifford
    clinton clive colin connor corey craig curtis cyril damian damien dan daniel danny darrell darren dave
    david dean dennis derek desmond dick diego dieter dmitri dmitry dominic don donald doug douglas duncan
    dustin dwayne dwight earl ed eddie edgar edmund eduardo edward edwin elijah elliot elliott elon emmanuel
    enrique eric erik ernest ernesto ethan eugene evan felipe felix ferdinand fernando floyd frank franklin
    fred frederick gareth gary gavin geoff geoffrey george gerald gerard gerhard gideon gilbert giovanni
    giuseppe glenn gordon graham greg gregory guillermo gus hamid hans harold harry harvey hassan hector
    henry herbert herman horace howard hugh hugo hussein ian ibrahim igor isaac ismail ivan jack jacob
    jacques jaime jake jamal james jared jason javier jeb jed jeff jefferson jeffrey jeremiah jeremy jerome
    jerry jesse jesus jim jimmy joachim joaquin joe joel joey johan johannes john johnny jon jonathan jorge
    jose josef joseph josh joshua juan juergen julian julius jurgen justin karl keir keith ken kenneth kevin
    kirk klaus konstantin kurt kyle lance larry lars laurence lawrence leo leon leonard leonid leroy lester
    lewis liam lionel lloyd lorenzo louis luca lucas luis luke luther magnus mahmoud malcolm manuel marc
    marcel marco marcus mario mark martin marvin mathew matt matthew maurice max maxim melvin mervyn michael
    mick miguel mike mikhail miles milton mitch mitt mohamed mohammad mohammed moses muhammad mustafa nathan
    nathaniel ned neil nelson newt nicholas nick nigel nikolai noah norman olaf oleg oleksandr oliver omar
    orrin oscar otto owen pablo patrick paul pavel pedro percy pete peter phil philip phillip pierre quentin
    rafael ralph ramon rand randall randy raul raymond reggie reginald reince rex ricardo richard rick ricky
    rob robert roberto rodney rodrigo roger roland roman ronald ronnie rory ross roy rudolph rudy rupert
    russell ryan salman salvador sam samuel saul scott sean sebastian serge sergei sergey seth shane shaun
    sidney silvio simon spencer stan stanislav stanley stefan stephen steve steven stewart stuart sven ted
    terence terrence thaddeus theo theodore thomas tim timothy toby todd tom tommy tony travis trevor troy
    tucker tyler ulrich victor viktor vincent vitali vitaliy vladimir volodymyr wade wallace walter warren
    wayne wesley wilfred william winston wolfgang xavier yevgeny yuri yusuf zachary
""")
)
"""First names that are borne by men alone, as a rule."""
