//! English words, by what they do in a phrase.

use super::Group;

pub(super) const GROUPS: &[Group] = &[
    // What an order does with earlier orders.
    (
        "DROP",
        "ignore forget disregard override bypass overrule neglect circumvent discard unlearn nullify void dismiss \
        forgets ignoring forgetting disregarding overriding bypassing",
    ),
    (
        "WEAKDROP",
        "skip drop abandon erase delete wipe cancel remove lift break disable deactivate clear reset violate \
        overwrite suspend evade sidestep",
    ),
    (
        "PUT",
        "put set lay throw toss cast leave let turn switch push",
    ),
    ("ASIDE", "aside away out off behind overboard down go"),
    (
        "FOLLOW",
        "follow following obey obeying apply applying heed heeding respect respecting observe observing adhere \
        adhering comply complying listen listening stick sticking abide abiding bound honour honor",
    ),
    ("STOP", "stop quit cease refuse"),
    (
        "NEG",
        "not dont don t never no longer cannot cant without nor neither none zero",
    ),
    (
        "EXIST",
        "exist existed apply applied matter mattered count counted concern bind hold affect",
    ),
    (
        "GONE",
        "gone off removed lifted abolished suspended cancelled void invalid disabled deactivated obsolete deleted \
        erased revoked replaced overridden voided null scrapped",
    ),
    (
        "REPLACED",
        "replaced removed overwritten revoked wiped reset overridden updated",
    ),
    (
        "REPLACE",
        "replace replaced overwrite overwrote rewrite rewritten swap update updated correction change",
    ),
    // Which orders.
    ("ALLQ", "all any every each everything whatever"),
    (
        "PRIOR",
        "previous prior earlier preceding above former past old existing original initial current foregoing \
        aforementioned standing",
    ),
    (
        "KIND",
        "system safety content moderation ethical security hidden secret internal developer developers base core \
        built default usage admin admins openai",
    ),
    ("YOUR", "your ur yours thy"),
    ("QUAL", "the these those this that such"),
    (
        "FILL",
        "of and that my just simply please now also completely totally immediately then so kindly in from a an \
        full complete whole entire exact real actual own programmed little existing very me us",
    ),
    (
        "ORDERS",
        "instruction instructions prompt prompts systemprompt guideline guidelines directive directives rule \
        rules restriction restrictions limitation limitations constraint constraints guardrail guardrails safeguard \
        safeguards command commands orders training programming policy policies protocol protocols system \
        directions guidance principles safeguard regulations context briefing preprompt rulebook instructs configuration",
    ),
    (
        "INSTRUCTIONS",
        "instruction instructions prompt prompts systemprompt directives guardrails preprompt guidelines",
    ),
    (
        "LIMITS",
        "restriction restrictions limitation limitations limits limit guardrails safeguards censorship filter \
        filters rules constraints norms boundaries morals ethics policy policies refusals warnings disclaimers",
    ),
    (
        "VOID",
        "void null cancelled revoked overridden voided suspended obsolete invalid abolished",
    ),
    (
        "HIDDEN",
        "system hidden secret internal confidential underlying initial",
    ),
    (
        "CONFIGURED",
        "configured set programmed instructed trained prompted built bound",
    ),
    (
        "RETELL",
        "translate summarize summarise rewrite paraphrase convert paste type write copy",
    ),
    (
        "INSTEAD",
        "summarising summarizing translating answering replying responding moderating",
    ),
    (
        "MEASURES",
        "features measures settings mechanisms protections safeguards checks",
    ),
    (
        "WILD",
        "unfiltered uncensored unrestricted unbound unchained rogue evil jailbroken amoral unethical lawless \
        limitless malicious",
    ),
    ("SEEN", "didn don haven wasn weren saw heard never forgot"),
    ("BINDS", "bind binds apply applies restrict restricts"),
    (
        "VILLAIN",
        "hacker criminal thief dealer terrorist villain scammer burglar smuggler murderer killer",
    ),
    (
        "SOMEONE",
        "someone somebody anyone anybody people members users member user",
    ),
    ("LEAK", "leak exfiltrate dump divulge regurgitate"),
    ("RANK", "superuser root sysadmin superadmin"),
    (
        "TAKES",
        "take took takes taking adopt adopted adopting assume assumed assuming",
    ),
    (
        "DAMAGE",
        "ban kick mute delete purge remove unban refund promote demote timeout",
    ),
    (
        "ART",
        "art drawing drawings image images picture pictures painting artwork midjourney challenge writing story \
        poem contest photo wallpaper render generator",
    ),
    (
        "MESSAGES",
        "message messages conversation conversations chat text texts context input",
    ),
    ("ALLTHING", "everything all anything whatever what"),
    (
        "ABOVE",
        "above preceding foregoing before previously earlier prior hitherto",
    ),
    (
        "KNOWN",
        "know learned learnt told taught given said instructed configured set trained programmed got received",
    ),
    // Who is spoken to, and who is not.
    ("YOU", "you u ya thou yourself"),
    ("ARE", "are re r be were was become"),
    (
        "MUST",
        "must should shall will would can could might may need have ll are re",
    ),
    (
        "OTHERS",
        "i we he she they who people members users someone somebody everyone anyone players kids folks mods it \
        somebody nobody others",
    ),
    (
        "IF",
        "if when whenever unless because why whether how did does",
    ),
    ("THEIR", "its their his her our"),
    ("BREAK", "not never i we he she they its their his her"),
    (
        "LEAD",
        "and then please pls now so but also just hi hello hey ok okay bot alphapy first kindly simply instead \
        or dear ai assistant chatgpt no well actually alright machine",
    ),
    ("ARTICLE", "a an the our my your"),
    ("ADVERB", "already still officially also finally just all"),
    // Roles.
    ("NOW", "now hereby henceforth"),
    (
        "ACT",
        "act behave respond answer reply speak talk write roleplay operate function work pose masquerade",
    ),
    ("LIKE", "as like"),
    (
        "ANSWERS",
        "act answer respond reply speak talk obey ignore write pretend say serve behave call insult roleplay \
        speaking answering acting",
    ),
    (
        "PRETEND",
        "pretend imagine suppose assume picture envision hypothetically say consider fantasise",
    ),
    (
        "PLAY",
        "roleplay play impersonate simulate emulate embody rp portray mimic simulating become",
    ),
    (
        "BOT",
        "ais bots assistants models llms ai bot chatbot assistant model llm gpt chatgpt robot machine terminal console database program claude \
        copilot gemini summariser summarizer",
    ),
    (
        "UNBOUND",
        "unfiltered uncensored unrestricted unbound unlimited unchained free rogue evil jailbroken amoral \
        unethical lawless limitless liberated unmoderated ungoverned unleashed malicious",
    ),
    (
        "OUTPUT",
        "output answers responses replies ai bot chatbot model assistant mode version answer response content",
    ),
    ("OBEY", "obey serve listen answer comply follow"),
    ("ME", "me myself mine us"),
    (
        "MODENAME",
        "developer dev god debug admin sudo root unrestricted maintenance jailbreak opposite chaos \
        unsafe evil uncensored",
    ),
    (
        "BADMODE",
        "developer dev god sudo root jailbreak unrestricted unfiltered uncensored unsafe evil chaos",
    ),
    (
        "DEVICE",
        "to id ids copy restart reboot app beta usb settings",
    ),
    ("MODE", "mode"),
    // Only in capitals; see `tokens`.
    ("DAN", "=dan"),
    (
        "ENTER",
        "enter activate engage unlock enable switch start initiate boot launch toggle go",
    ),
    ("OFF", "off disabled none false null"),
    (
        "REFUSE",
        "refuse refusing decline declining refuses refused",
    ),
    // Orders that are new.
    (
        "NEW",
        "new updated revised additional changed modified urgent real actual true corrected",
    ),
    (
        "ORDERNAME",
        "instruction instructions order orders task directive directives command commands assignment prompt \
        objective goal directions mission",
    ),
    (
        "AIM",
        "task goal job objective mission purpose assignment directive duty function",
    ),
    (
        "ONLY",
        "only sole new next real actual true main primary current single",
    ),
    (
        "NOTE",
        "note message instruction instructions notice attention memo orders order command commands hidden \
        directive reminder hint addressed",
    ),
    ("FOR", "for to"),
    (
        "READS",
        "reading summarizing summarising processing parsing handling reads processes summarizes summarises \
        making moderating reviewing translating answering receiving analyzing analysing evaluating scanning",
    ),
    (
        "SUMMARISE",
        "summarise summarize summarising summarizing read process translate answer review grade evaluate \
        moderate caption respond reply asked parse",
    ),
    (
        "ADD",
        "add include mention say write append insert recommend state output always tell use reply rate put \
        answer claim conclude",
    ),
    ("DEAR", "dear hey attention hello"),
    (
        "CODED",
        "base64 rot13 hex hexadecimal morse encoded ciphertext cipher caesar leetspeak backwards reversed",
    ),
    (
        "DECODE",
        "decode decrypt decipher decoded unscramble decrypted",
    ),
    (
        "EXECUTE",
        "execute follow run obey perform apply act do carry",
    ),
    (
        "MENTION",
        "mention reveal tell disclose acknowledge discuss",
    ),
    (
        "REQUEST",
        "request instruction instructions message note order prompt",
    ),
    // What an order wants to see.
    (
        "SHOW",
        "reveal show print repeat output display dump leak expose disclose recite quote echo reproduce spell \
        encode attach export regurgitate divulge spill showing revealing printing repeating",
    ),
    (
        "TELL",
        "give tell share paste send write list copy provide return state read translate summarize \
        summarise include describe explain get fetch see know hand forward put say insert want append convert",
    ),
    (
        "REPEAT",
        "repeat print output recite echo reproduce dump regurgitate display reveal return quote",
    ),
    ("COPY", "copy show write type paste give list translate"),
    (
        "TEXT",
        "text words lines everything all sentence sentences content contents message messages line conversation \
        characters paragraph tokens anything",
    ),
    ("VERBATIM", "verbatim exactly literally word"),
    (
        "PROMPT",
        "prompt prompts systemprompt instruction instructions guidelines directives rules preprompt \
        configuration config programming orders briefing rulebook constraints",
    ),
    (
        "STRONGPROMPT",
        "prompt systemprompt preprompt instructions instruction",
    ),
    (
        "SECRET",
        "system hidden secret initial original full complete entire whole exact internal confidential \
        underlying base starting first master developer top real",
    ),
    (
        "PART",
        "wording content contents text characters words letters lines part rest beginning start copy version summary \
        sentence sentences translation",
    ),
    (
        "GIVEN",
        "given got received told instructed fed provided assigned programmed prompted configured handed have \
        follow had operate run",
    ),
    ("WHAT", "what whats which"),
    ("BE", "is are s were was re be"),
    ("REAL", "real own actual true"),
    (
        "KEY",
        "token tokens password passwords credentials apikey secrets env key",
    ),
];
