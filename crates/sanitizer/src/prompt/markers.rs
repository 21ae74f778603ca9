//! Signs that pretend to begin another speaker's turn: role names with a colon, headings, tags, template tokens.

use super::grammar::{Grammar, SetId};
use super::lexicon::WordId;
use super::tokens::{Gap, Token};

/// No template token has more parts.
const LONGEST_TOKEN: usize = 14;
/// So many tokens behind a role name show whether somebody is given orders.
const TURN_REACH: usize = 30;

/// The groups of words that are asked for here.
#[derive(Debug)]
pub(super) struct Markers {
    system: SetId,
    speaker: SetId,
    imperative: SetId,
    authority: SetId,
    you: SetId,
    lead: SetId,
    conj: SetId,
    tag: SetId,
    inst: SetId,
    sys: SetId,
    agrees: SetId,
    assistant: SetId,
    person: SetId,
    notice: SetId,
    head: SetId,
    role_key: SetId,
    talked_of: SetId,
    limits: SetId,
    own: SetId,
    end_of_text: SetId,
}

impl Markers {
    pub(super) fn new(grammar: &Grammar) -> Self {
        Self {
            system: grammar.set("SYSTEM"),
            speaker: grammar.set("SPEAKER"),
            imperative: grammar.set("IMPERATIVE"),
            authority: grammar.set("AUTHORITY"),
            you: grammar.set("SPOKENTO"),
            lead: grammar.set("LEAD"),
            conj: grammar.set("CONJ"),
            tag: grammar.set("TAG"),
            inst: grammar.set("INST"),
            sys: grammar.set("SYS"),
            agrees: grammar.set("AGREES"),
            assistant: grammar.set("ASSISTANT"),
            person: grammar.set("PERSON"),
            notice: grammar.set("NOTICE"),
            head: grammar.set("HEADNAME"),
            role_key: grammar.set("ROLEKEY"),
            talked_of: grammar.set("TALKEDOF"),
            limits: grammar.set("CONTROL"),
            own: grammar.set("SELF"),
            end_of_text: grammar.set("ENDOFTEXT"),
        }
    }

    /// Whether a marker may end with `word`.
    pub(super) fn may_be_completed_by(&self, grammar: &Grammar, word: WordId) -> bool {
        [self.system, self.speaker, self.notice, self.head]
            .iter()
            .any(|it| grammar.is(word, *it))
    }

    /// Where the marker begins that the last token completes, if it does.
    pub(super) fn completed(
        &self,
        grammar: &Grammar,
        kept: &[Token],
        rest: &[Token],
        is_dialogue: bool,
    ) -> Option<usize> {
        let last = kept.last()?;
        match last.mark {
            b':' => self.role_with_colon(grammar, kept, rest, is_dialogue),
            b'>' => self.tag(grammar, kept, rest).or_else(|| {
                self.role_with_colon(grammar, kept, rest, is_dialogue)
                    .filter(|at| kept[*at].is_word())
            }),
            b')' => self.bracketed(grammar, kept, rest, b'('),
            b']' => self.bracketed(grammar, kept, rest, b'['),
            0 if self.is_role(grammar, last) => self.written_as_data(grammar, kept).or_else(|| {
                heading(kept, rest)
                    .filter(|at| kept.len() - at > 2 || self.gives_orders(grammar, rest, true))
            }),
            0 if grammar.is(last.word, self.notice) => self.headed_notice(grammar, kept, rest),
            0 if grammar.is(last.word, self.head) => heading(kept, rest)
                .filter(|at| kept.len() - at > 3 && rest.first().is_some_and(|it| it.mark == b':')),
            b'}' => self.in_braces(grammar, kept),
            _ => None,
        }
    }

    fn is_role(&self, grammar: &Grammar, token: &Token) -> bool {
        grammar.is(token.word, self.system) || grammar.is(token.word, self.speaker)
    }

    /// `"role": "system"`, or a fence that is said to hold the system's words.
    fn written_as_data(&self, grammar: &Grammar, kept: &[Token]) -> Option<usize> {
        let name = kept.len() - 1;
        let is_system = grammar.is(kept[name].word, self.system);
        let quote = |at: &usize| matches!(kept[*at].mark, b'"' | b'\'' | b'`');
        let before = name.checked_sub(1)?;
        let fence = name.checked_sub(3).filter(|at| {
            is_system
                && kept[*at..name].iter().all(|it| it.mark == b'`')
                && kept[name].gap == Gap::None
        });
        if fence.is_some() {
            return fence;
        }
        let is_other = grammar.is(kept[name].word, self.person);
        let colon = Some(before).filter(quote)?.checked_sub(1)?;
        if is_other || kept[colon].mark != b':' {
            return None;
        }
        let key = colon.checked_sub(1)?;
        let key = if quote(&key) {
            key.checked_sub(1)?
        } else {
            key
        };
        let marks = || kept[..key].iter().rev().take_while(|it| !it.is_word());
        // In somebody's question about code, words introduce the list.
        let is_alone = marks().count() == key || marks().any(|it| it.mark == b'}');
        (is_alone && grammar.is(kept[key].word, self.role_key)).then_some(key)
    }

    /// `{{system}}`.
    fn in_braces(&self, grammar: &Grammar, kept: &[Token]) -> Option<usize> {
        let at = opened(kept, b'{')?;
        let outer = at.checked_sub(1).filter(|it| kept[*it].mark == b'{')?;
        let inside = &kept[at + 1..kept.len() - 1];
        let mut words = inside.iter().filter(|it| it.is_word());
        let name = words.next()?;
        let is_only = words.next().is_none();
        (is_only && grammar.is(name.word, self.system)).then_some(outer)
    }

    /// `System message: …`, `### System prompt`.
    fn headed_notice(&self, grammar: &Grammar, kept: &[Token], rest: &[Token]) -> Option<usize> {
        let name = kept.len().checked_sub(2)?;
        if !grammar.is(kept[name].word, self.system) {
            return None;
        }
        let start = line_start(kept, name)?;
        let is_heading = kept[start].mark == b'#' && rest.first()?.gap == Gap::Line;
        let turn = match rest {
            [colon, turn @ ..] if colon.mark == b':' => Some(turn),
            _ => None,
        };
        let is_order = is_heading || turn.is_some_and(|it| self.gives_orders(grammar, it, true));
        is_order.then_some(start)
    }

    fn role_with_colon(
        &self,
        grammar: &Grammar,
        kept: &[Token],
        rest: &[Token],
        is_dialogue: bool,
    ) -> Option<usize> {
        let mut name = kept.len().checked_sub(2)?;
        // Emphasis, or what stands behind a role in a link: `**system**:`, `[system](#x):`.
        while !kept[name].is_word()
            && kept.last().is_some_and(|it| it.mark == b':')
            && kept.len() - name < 4
            && kept[name].mark != b')'
        {
            name = name.checked_sub(1)?;
        }
        if !self.is_role(grammar, &kept[name]) {
            return None;
        }
        let start = line_start(kept, name)?;
        let is_system = grammar.is(kept[name].word, self.system);
        let is_answer = grammar.is(kept[name].word, self.assistant)
            && rest
                .iter()
                .filter(|it| it.is_word())
                .take(2)
                .any(|it| grammar.is(it.word, self.agrees));
        let is_reply = grammar.is(kept[name].word, self.assistant)
            && (self.has_turn_of_person(grammar, &kept[..start])
                || self.has_turn_of_person(grammar, rest)
                || self.speaks_for_itself(grammar, &kept[..start], rest));
        (is_answer
            || is_reply
            || self.gives_orders(grammar, rest, is_system)
            || (is_dialogue && !is_system))
            .then_some(start)
    }

    /// "Assistant: I have …" below what somebody else says, unless that announces it.
    fn speaks_for_itself(&self, grammar: &Grammar, before: &[Token], rest: &[Token]) -> bool {
        before.last().is_some_and(|it| it.mark != b':')
            && rest.first().is_some_and(|it| grammar.is(it.word, self.own))
    }

    /// Whether one of these lines begins with what the user is made to say.
    fn has_turn_of_person(&self, grammar: &Grammar, before: &[Token]) -> bool {
        before.windows(2).any(|it| {
            it[0].gap == Gap::Line && grammar.is(it[0].word, self.person) && it[1].mark == b':'
        })
    }

    /// Whether the turn that begins here is an order rather than a field of a log or a form.
    fn gives_orders(&self, grammar: &Grammar, rest: &[Token], is_system: bool) -> bool {
        let ends = rest
            .iter()
            .take(TURN_REACH)
            .enumerate()
            .position(|(at, it)| {
                let goes_on = rest.get(at + 1).is_some_and(|next| next.gap == Gap::None);
                matches!(it.mark, b':' | b'!' | b'?') || (it.mark == b'.' && !goes_on)
            })
            .unwrap_or(rest.len().min(TURN_REACH));
        // What a program said is quoted; an order is not.
        if is_system && rest.first().is_some_and(|it| it.mark == b'"') {
            return false;
        }
        let turn = &rest[..ends];
        let is_question = rest.get(ends).is_some_and(|it| it.mark == b'?');
        let mut is_start = true;
        for token in turn {
            let is_word = token.is_word();
            if is_word && is_start && grammar.is(token.word, self.imperative) {
                return true;
            }
            if is_system
                && !is_question
                && [self.you, self.authority, self.limits]
                    .iter()
                    .any(|it| grammar.is(token.word, *it))
            {
                return true;
            }
            is_start = !is_word || (is_start && grammar.is(token.word, self.lead));
        }
        false
    }

    /// Whether one of the next sentences begins with an order.
    fn gives_orders_later(&self, grammar: &Grammar, rest: &[Token]) -> bool {
        let ends = rest.iter().take(TURN_REACH).enumerate();
        ends.filter(|(_, it)| it.mark == b'.')
            .any(|(at, _)| self.gives_orders(grammar, &rest[at + 1..], false))
    }

    fn tag(&self, grammar: &Grammar, kept: &[Token], rest: &[Token]) -> Option<usize> {
        let at = opened(kept, b'<')?;
        let inside = &kept[at + 1..kept.len() - 1];
        let is_template = match inside {
            [first, .., last] => {
                let is_tight = inside
                    .iter()
                    .chain(kept.last())
                    .all(|it| it.gap == Gap::None || it.is_single);
                first.mark == b'|' && last.mark == b'|' && inside.len() > 2 && is_tight
            }
            _ => false,
        };
        let named: Vec<&Token> = inside
            .iter()
            .filter(|it| it.mark != b'/' && it.mark != b'<')
            .collect();
        let is_closed = inside.iter().any(|it| it.mark == b'/');
        let is_named = matches!(named[..], [name] if grammar.is(name.word, self.system) || grammar.is(name.word, self.tag)
            || is_closed && (grammar.is(name.word, self.end_of_text) || self.is_role(grammar, name)));
        let is_sys = (at > 0 && kept[at - 1].mark == b'<'
            || self.gives_orders(grammar, rest, true))
            && named.iter().any(|it| grammar.is(it.word, self.sys));
        let is_turn = named
            .iter()
            .filter(|it| grammar.is(it.word, self.tag))
            .count()
            >= 2;
        if !(is_template || is_named || is_sys || is_turn)
            || self.is_talked_of(grammar, kept, at, rest, b'<')
        {
            return None;
        }
        // `<<SYS>>`: the outer pair goes too, and the second `>` is dropped with the punctuation behind a removal.
        let outer = at.checked_sub(1).filter(|it| kept[*it].mark == b'<');
        Some(outer.unwrap_or(at))
    }

    fn bracketed(
        &self,
        grammar: &Grammar,
        kept: &[Token],
        rest: &[Token],
        open: u8,
    ) -> Option<usize> {
        let at = opened(kept, open)?;
        let inside = &kept[at + 1..kept.len() - 1];
        let words: Vec<&Token> = inside.iter().filter(|it| it.mark != b'/').collect();
        let name = match words[..] {
            [name] => name,
            [name, notice] if grammar.is(notice.word, self.notice) => name,
            _ => return None,
        };
        let is_inst = open == b'['
            && grammar.is(name.word, self.inst)
            && !self.is_talked_of(grammar, kept, at, rest, b'[');
        let is_turn = self.is_role(grammar, name)
            && kept[at].gap == Gap::Line
            && (self.gives_orders(grammar, behind_link(rest), true)
                || inside.iter().any(|it| grammar.is(it.word, self.notice))
                    && self.gives_orders_later(grammar, rest));
        (is_inst || is_turn).then_some(at)
    }

    /// "With `[INST]` and `[/INST]`": tokens in a row of things that somebody names.
    fn is_talked_of(
        &self,
        grammar: &Grammar,
        kept: &[Token],
        at: usize,
        rest: &[Token],
        open: u8,
    ) -> bool {
        let is_row = |it: Option<&Token>| it.is_some_and(|it| grammar.is(it.word, self.conj));
        let follows = is_row(rest.first()) && rest.get(1).is_some_and(|it| it.mark == open);
        let before = at.checked_sub(1).map(|it| &kept[it]);
        let has_named_another = is_row(before)
            && at
                .checked_sub(2)
                .is_some_and(|it| matches!(kept[it].mark, b']' | b'>'));
        let is_within = before.is_some_and(Token::is_word)
            && kept[at].gap == Gap::Blank
            && (rest.first())
                .is_some_and(|it| it.gap == Gap::Blank && grammar.is(it.word, self.talked_of));
        follows || has_named_another || is_within
    }
}

/// What comes behind the address of a link and its colon.
fn behind_link(rest: &[Token]) -> &[Token] {
    let is_link = rest
        .first()
        .is_some_and(|it| it.mark == b'(' && it.gap == Gap::None);
    let close = rest.iter().take(TURN_REACH).position(|it| it.mark == b')');
    let behind = match close {
        Some(close) if is_link => &rest[close + 1..],
        _ => rest,
    };
    match behind {
        [colon, turn @ ..] if colon.mark == b':' => turn,
        _ => behind,
    }
}

/// Where the line of the token at `at` begins, if only marks stand before it.
fn line_start(kept: &[Token], at: usize) -> Option<usize> {
    let mut start = at;
    while kept[start].gap != Gap::Line {
        start = start.checked_sub(1).filter(|it| {
            let is_quote = matches!(
                kept[*it].mark,
                b'.' | b'!' | b'?' | b':' | b';' | b',' | b')'
            );
            !kept[*it].is_word() && !is_quote && at - it <= LONGEST_TOKEN
        })?;
    }
    Some(start)
}

/// `### System`, also when a line break comes between, when nothing else stands on the line.
fn heading(kept: &[Token], rest: &[Token]) -> Option<usize> {
    let name = kept.len() - 1;
    let marks = kept[..name]
        .iter()
        .rev()
        .take_while(|it| it.mark == b'#')
        .count();
    let start = name - marks;
    let is_alone = rest
        .first()
        .is_none_or(|it| it.gap == Gap::Line || !it.is_word());
    (marks >= 1 && kept[start].gap == Gap::Line && is_alone).then_some(start)
}

/// The last `mark` not far before the end.
fn opened(kept: &[Token], mark: u8) -> Option<usize> {
    let recent = kept.len().saturating_sub(LONGEST_TOKEN);
    let at = kept[recent..].iter().rposition(|it| it.mark == mark)?;
    Some(recent + at)
}
