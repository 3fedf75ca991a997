"""English words, shorthand and field terms of this desk's chats that are no place unless nothing better is there."""

from understanding.fold import fold

BEFORE_PLACE = frozenset(["in", "to", "at", "for", "of", "near", "on", "about", "around", "into", "towards", "inside"])
"""Words after which a place is likely."""
DESTINATION = frozenset(["to", "into", "towards"])
"""Those after which people say where they go."""

_SMALL = """
    fare
    a an the this that these those and or but nor if so as than then from by with without within between under over
    after before since until till during through per via vs up down out off onto upon against among across i me my mine
    myself we us our ours you u ur your yours he him his she her hers it its they them their theirs who whom whose which
    what when where why how is are was were am be been being do does did done has have had having can could may might
    must shall should will would not no nor yes ok okay pls plz please also too just only even still yet already again
    ever never always often s t ll re ve any some all every each both few more most other others another such same there
    here now
    """
FUNCTION = BEFORE_PLACE | frozenset(_SMALL.split())
"""Words that neither begin nor end a name when they stand in lower case."""

_GENERAL = """
able above according active actual add added after again ago agree allow almost alone along alright although amount
answer anybody anyone anything anyway anywhere approx appx abt area areas arrive arrived arriving arrange ask asked
asking assess assessed assessment assessments assist assistance available away back bad based because become believe
below best better big bit brief bring build building built busy but buy call called came card care case cases chance
change changed changes check child children church class clean clear cleared clinic close closed collect come comes
coming commit committed commitment committee common community compare complete condition conditions confirm confirmed
contact contacts could count country couple course cover coverage covered covering covers current currently customer
date dates day days deliver delivered delivery detail details die different difficult direct disaster distance do doing
donor door dont draft drive driver dry due each early earlier easy edit either else email empty end enough ensure enter
especially etc even evening event everybody everyone everything exact example exist expect expected explain extra face
fact family families far fast father feel feels figure figures fill final find fine finish finished first five focal
follow following food form former forward found four free fresh friend full fund funded funding further future gap gaps
gave general get gets getting girl girls boy boys give given gives go goes going gone good got great group groups guess
guys had half hand happen happened happening happens happy hard head hear heard hello help helped helping helps hey hi
high hill history hold home homes hope host hour hours house houses household households hows however hundred idea ill
immediately important inform information info input interest interested issue issues join judge keep key kid kids kind
know known knows lack land large last late lately later latest lead leader leaders least leave leaves leaving left less
let lets level life like likely line list listed little live lives living local location locations long look looking
looks lot lots low made main make makes making man many map march may mean means meet meeting member members men
mention mentioned message met middle mind minute minutes miss missing money month months moment morning mother move
moved movement movements moves moving mr mrs ms much multi name named names national near nearby nearly need needed
needing needs network new news next nice night nine nobody none normal north south east west northern southern eastern
western note notes nothing number numbers object office officer official old once one ones open opened order org
organisation organisations organization overview own part partner partners past pay people per percent perhaps period
person persons phase phone place places plan planned planning plans point points population possible possibly power
present pressure previous price probably problem problems profile program programme project projects provide provided
provides public put quarter question questions quick quickly quiet quite rain rainy rank rate rather ratio reach
reached reaching read ready real really reason received recent recently record refer region regular relocate relocated
relocation remain remaining remember remind repair repaired repairs reply report reported reporting reports request
requests resettle resettled resettlement response rest result results return returned returnee returnees returning
returns right rise risk risks road roads roof roofs room round run running runs said same saw say saying says season
seat second sector sectors see seek seem seems seen sell send sending sent serious serve served service services set
settle seven several severity share she shelter shelters short should show shows side sign similar since sir site sites
situation six small so social some somebody someone something soon sorry sort sound source sources speak spell spring
staff stage start started starting starts state status stay stayed staying still stop stopped stories story such
summary summer supply support supported supporting supports sure survey table take taken takes taking talk team teams
tell ten tender test text thank thanks thx that the their them then thing things think third thousand three thru time
times tmr today together told tomorrow tonight top total town travel trip true trust try trying turn two type unit
until update updated updates urgent urgently use used useful user using usual verify very view visit visited visits
wait waiting walk want wanted wants war way ways we week weeks weekly welcome well went were what whatever whats wheres
whether whole whos wife will winter wish within woman women wonder work worked worker workers working works world worry
would write written wrong year years yesterday yet young zero relocate relocated relocating
relocation resettle resettled resettlement settle settled reach reached fetch flee fled fleeing escape escaped rejoin
reunite integrate integration reintegrate reintegration rebuild rebuilt restore sell earn study attend graze hunt hide
firewood instead meant rather sheet sheets human male female chat role mode wanting correction corrected mistake
mistaken incorrect oops actually longer anymore except beside behind opposite landslide landslides shelling shooting
airstrike typo surrounding neighbouring neighboring compound host bro sis hiya okay unfortunately moreover meanwhile
additionally myanmar burma maybe switch cancel cancelled forget ignore accessible inaccessible
january february april june july august september october
november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
sunday mon tue wed thu fri sat sun harvest thingyan festival
"""

_FIELD = """
access accident accidents activity agency agencies agriculture aid airport arms army armed attendance authorities
authority backup bamboo baseline basic batch beneficiary beneficiaries blanket blankets border borehole boreholes
bridge cash cattle ceasefire cemetery centre center cgi church civil cement clash clashes clearance coordination
coordinator coordinators cccm contamination cooking cow credit crop crops crisis csc cso dam ddm demining development
disease displaced displacement distribute distributed distribution doctor documentation dsg dswg durable education
electricity emergency eore evacuate evidence explosive fams farm farming farms feedback ferry fertiliser fertilizer fgd
fighting fish flood flooding floods forest fsc fuel gad gca ngca gbv gov govt government harvest hygiene hiv health
healthcare hh hhs hlp hospital host idp idps inds individual individuals infrastructure ingo ngo ngos intention
intentions items justice kii kit kits labour landmine landmines latrine latrines legal livelihood livelihoods livestock
loan malaria malnutrition market markets maternal mattress medical medicine medicines mhf mhpss midwife mine mines
mining monastery mosquito msa nfi nfis nrc nurse nutrition origin ox oxen package packages pax peace pig pigs pipe
plant plough ppl poo preschool protection psychosocial pump rc kbc rain ration rations refugee refugees registration
rice river rrd safe safety sanitation school schools security seed seeds si soap soldier soldiers solar solution
solutions stock stove student students stretch ta tank tanks tarpaulin tarpaulins teacher teachers teo tent tents tool
tools toilet toilets tower training transport truck trucks un undp unhcr unicef unfpa uxo vaccine vaccines voucher
vouchers village villages villagers vaccination wash waste water watery well wells wfp winter wood workshop youth camp
camps ward wards tract tracts vt township townships tsp tsps twp district districts region regions village-tract town
towns city cities states w b4 nxt wk wks mth mths mo yr yrs mtg tbc tbd asap fyi re btw approx ie eg am pm km kms mile
miles hrs min mins pkg pkgs grant grants stipend furniture marking dialogue mediation referral pathway
repatriation dsp kmss msf icrc wvi sci drc mag iom who fao ocha mimu metta shalom caritas demo
"""

_TALK = """
absolutely accept account afternoon agenda airline amazing angry annual anxious apologies apologise apology appear
apply appointment appreciate approval approve approved article aside assign assume attached attachment attended
attending attention aunt average award aware awful bank bath battery beautiful beer begin behalf birthday blame blue
boat body book books boss bottle bought brain brand break breakfast breathing brilliant brings broke brown business
buying calendar calls camera candidate canteen careful carry catch caught cause celebrate certain chair charge cheap
chicken choose christmas circulate circulated clearly clever clock clothes coffee colleague colleagues college colour
comment comments company computer concern concerned concerns confused congratulations connection consider consultant
contract contribute contribution control convenient conversation cook cool cost costs crazy create crowded curious
damage damaged dance danger dangerous dark database daughter deadline deal dear debt decide decided decision deep
definitely degree delay delayed delete deny depend depends describe desk destroy destroyed develop device dinner
director dirty discuss discussed discussion dish document documents dollar double doubt download downloaded drink drop
dust duty earth eating effect effort elder elderly elders embassy employee engine engineer english enjoy entire entry
equipment error errors escort establish everyday excel exchange excuse exercise experience expert express extremely
facilitate facilitator facilitators factory fail failed fair fall false famous favour favourite fear fellow felt fever
field file files film finger fire firm fixed flight floor flower folder folk foot forgive forgot formal fourth frankly
freedom french friendly friends front fruit funny garden gate gentle gift glad glass global goal gold golden gossip
grand grass grateful green ground grow guard guest guidance guide hair hall handle harm hate headed headquarter
headquarters heart heat heavy height helper helpful hire holiday homework honest hopefully horse huge hundreds hungry
hurry hurt husband ideas imagine impact improve improved include included including income increase indeed instruction
instructions insurance interesting international internet interview introduce introduction invitation invite invited
invoice involve island jeep joined joining joint joke jokes journey juice jump keeps kept keyboard kitchen laptop
laugh lawyer lazy learn learned learning length lesson letter letters library lift light limit limited link listen
load lock logistician logistics lorry lose lost loud love lovely luck lucky lunch machine mail manage manager managers
matter meal meals meantime meat medium memory mess messages milk mineral missed mobile modern monitor monitoring
monthly mood mountain mouth movie multiple music natural necessary neck neighbour neighbours nervous newspaper noise
noon normally noted notice notification older online onwards opinion opportunity option options orange ordinary
original otherwise ourselves outcome outside oven overall overtime owner owners page paid pain paint pair paper
parents park participant participants participate participation particular party pass passed password pastor patient
pattern payroll pending perdiem perfect permission phones photo photos picture pictures piece pilot platform play
pleasant pleased pleasure pocket police policy polite politics pool poor popular positive post powerpoint practice
pray prayer prayers prefer prepare prepared presentation presented press pretty prevent printer priority private prize
procedure process procurement produce professional profit promise promised proper properly proposal propose protect
protest proud prove purchase purpose push quality queen queue quit quote race radio raise rarely reaction realise
recall receipt receiving recommend recommendation reduce refuse regarding regards reimbursement relax release rely
remove rent replace replied representative reps require required requirement research reserve resident residents
resource resources respect respond responsible restart restaurant retired review rich ride rough rule rules rush
safely salary salt sample satellite save saved scale scared schedule scheduled science score screen search secret
secretary seminar sense sentence separate session sessions setting shared sharing shirt shock shoe shop shot shout
shut sick sight signature silence silent silly simple simply single sister size skill skills sleep sleeping slide
slides slow slowly smart smell smile smoke smooth snow soft sold solve somehow soup space speaker special specific
speech speed spend spent sport spread square stamp stand standard stated statement station step stick storm strange
strategy street strike strong stuck stuff stupid subject submit submitted success suddenly suffer sugar suggest
suggestion suit sunny supper suppose surprise surprised swim swimming system tasty teach tech technical telephone
television temperature template terrible themselves theory thick thirsty thought thoughts throw ticket tickets tight
tired tiring title tough tour tourist toward trade traffic translate translation translator traveling travelling treat
treatment tree trouble twice typing ugly umbrella uncle understand understanding understood uniform union unless
unlikely unusual upload upset usually vacation valid valley value various vegetable vehicle version victim video
vision volunteer volunteers vote wage wake wall warm warn warning watch watching weak wear weather website wedding
weekend weight whatsapp wheel wide wild wind window wine wonderful word words workshops worried worse worst worth
yellow zoom
"""
"""Of other talk: offices, meals, weather."""

COMMON = FUNCTION | frozenset(fold(word) for word in (_GENERAL + _FIELD + _TALK).split())
"""All of them, folded."""

CHURCHES = frozenset(["rc", "kbc", "ag", "lbc", "coc"])
"""Church marks after the name of a camp."""

KINDS = {
    "village": ("village",),
    "villages": ("village",),
    "vil": ("village",),
    "vill": ("village",),
    "vlg": ("village",),
    "tract": ("village_tract",),
    "vt": ("village_tract",),
    "camp": ("camp",),
    "camps": ("camp",),
    "ward": ("ward",),
    "town": ("town",),
    "city": ("town",),
    "township": ("township",),
    "tsp": ("township",),
    "twp": ("township",),
    "district": ("district",),
    "state": ("state",),
    "region": ("state",),
    "ရွာ": ("village",),
    "ကျေးရွာ": ("village",),
    "ရပ်ကွက်": ("ward",),
    "မြို့နယ်": ("township",),
    "မြို့": ("town",),
    "စခန်း": ("camp",),
    "ခရိုင်": ("district",),
    "ပြည်နယ်": ("state",),
}
"""Kind words that follow a name, and the kinds of place they mean."""
