//! English words that tell an order from talk about one, and the names of those who speak.

use super::Group;

pub(super) const GROUPS: &[Group] = &[
    // Signs that a text only talks about such phrases, or means something else.
    (
        "REPORT",
        "wrote typed said says told posted sent called named phrase sentence saying means mean meaning spelled \
        type writes typing types say word line tweet shirt reads meme joke titled",
    ),
    (
        "SOLVED",
        "found solved fixed figured works working wrong typo sorry mistake resolved outdated already mistyped \
        accident accidentally nvm nevermind deprecated",
    ),
    (
        "THINGS",
        "manual guide pdf sheet box book video email pinned channel faq wiki site website chapter \
        game board package ikea recipe document lesson exercise worksheet quest module \
        club leaflet step steps",
    ),
    (
        "HARMLESS",
        "best favourite favorite able ready welcome verified participant subscriber registered subscribed part live connected muted \
        online invited allowed eligible logged signed enrolled done all on at here there member level rank required \
        obliged expected first second third fourth fifth last next only one banned unmuted blocked following member \
        mod moderator in leaving two three very relaxed up going seeing using talking being supposed \
        vip supporter booster winner host partner friends friend following offline set listed number team staff \
        helper contributor captain proud official full regular mayor king queen leader player limited",
    ),
    (
        "MANNERS",
        "soon quickly fast early much well long far little one usual planned possible needed expected \
        intended follows before always team adult adults grown you moderator moderators nothing normal group \
        family gentleman gentlemen lady friends though nice civil timekeeper host referee human designed reference contact backup captain judge speaker jury translator",
    ),
    (
        "PLACE",
        "on at in are there nothing it not never didnt under inside",
    ),
    (
        "OFPROGRAM",
        "in on of setting settings under for discord android ios steam chrome phone windows",
    ),
    (
        "FRIENDLY",
        "thanks thank followed worked works fails failed step like love liked clear channel where about post \
        posted page site faq handy helpful great nice useful read reading found link event about i we my club store \
        printer teacher coach unclear confusing written wrong typo video members new pdf pinned guide",
    ),
    (
        "GAMEWORD",
        "sheet level class backstory dnd campaign stats race build creation slot inventory skin name sheets",
    ),
    (
        "CONTROL",
        "instructions guidelines restrictions constraints limitations directives programming prompt rules \
        guardrails safeguards checks filters limits",
    ),
    (
        "STAGE",
        "mystery murder play theatre theater musical campaign session dungeon party larp film movie scene spot cast",
    ),
    ("TOPIC", "about for regarding on concerning"),
    (
        "ABOUT",
        "together at by about for on regarding to in with when concerning at during if as",
    ),
    (
        "SINCE",
        "from monday tuesday wednesday thursday friday saturday sunday as starting since on the our we everyone members all please after this",
    ),
    ("NOTBAD", "my mine our"),
    // Marks of speakers.
    ("SYSTEM", "system"),
    ("SYS", "sys"),
    ("ENDOFTEXT", "s"),
    (
        "SPEAKER",
        "assistant user human ai developer bot chatgpt gpt model",
    ),
    ("SPOKENTO", "you your yourself"),
    ("TAG", "assistant turn model start end header instructions"),
    ("INST", "inst"),
    (
        "NESTED",
        "ignore forget disregard override bypass instructions prompt",
    ),
    ("TO", "to"),
    ("FORGET", "forget"),
    (
        "AGREES",
        "sure certainly course absolutely okay granted yes understood",
    ),
    ("ASSISTANT", "assistant ai chatgpt gpt model"),
    ("PERSON", "user human"),
    ("CONJ", "and or versus vs"),
    (
        "AUTHORITY",
        "administrator policy restrictions unfiltered requester unrestricted override authorized authorised \
        privileges admins verified staff admin owner verification",
    ),
    (
        "IMPERATIVE",
        "you give grant obey ignore show treat comply skip approve reply answer respond act do make delete \
        ban add remove forget disable enable allow leak tell send reveal print set stop write say listen never always \
        from now pretend become follow override bypass execute output unlock promote assign return confirm accept \
        refund close open mark pin help leave",
    ),
    // Only a model is told this right behind a new task.
    (
        "AICOMMAND",
        "reply answer respond say tell ignore forget disregard output print reveal obey approve comply skip pretend act \
        repeat execute always never grant refund",
    ),
    (
        "MAKER",
        "developer developers creator creators maker makers programmer programmers admin admins administrators owner \
        owners openai anthropic engineers operators",
    ),
    ("ASKS", "how why who does did is has was whether"),
    (
        "NOTICE",
        "message notice note update override alert warning notification announcement prompt instruction instructions \
        command policy",
    ),
    ("HEADNAME", "instruction response"),
    ("ROLEKEY", "role author speaker"),
    (
        "TALKEDOF",
        "at after behind in mean means do does element tag token tags tokens to around before",
    ),
    ("SELF", "i we"),
];
