//! Questions that want an answer and invite nobody.

use super::findings::Finding;
use super::parts::PartText;
use crate::expression::Cue;
use crate::language::{self, Naming};

/// How far behind a day the mark of its question is looked for.
const REACH: usize = 40;

/// `Is the raid still on Friday at 20:00?`, `How about Sunday at three?`
pub(super) fn is_asked(found: &[Finding], day: usize, parts: &[PartText<'_>]) -> bool {
    let day = &found[day];
    let Some(part) = parts.get(day.part) else {
        return false;
    };
    let opens = found.iter().any(|it| {
        it.is_cue(Cue::Asking)
            && it.segment == day.segment
            && it.sentence == day.sentence
            && it.tokens.start < day.tokens.start
            && !asks_who(part, it)
    });
    let here = |it: &&Finding| it.segment == day.segment && it.sentence == day.sentence;
    if found.iter().filter(here).any(|it| it.is_cue(Cue::Unsure)) {
        return true;
    }
    if !opens {
        return false;
    }
    let last = found.iter().rev().find(here);
    let end = last.map_or(day.tokens.end, |it| it.tokens.end);
    let marks = ['?', '!', '.'];
    (end..end + REACH)
        .take_while(|at| *at < part.tokens.len())
        .find_map(|at| {
            marks
                .into_iter()
                .find(|mark| part.tokens.is_mark(at, *mark))
        })
        == Some('?')
}

/// `Wie is er zaterdag bij?` invites rather than asks whether.
fn asks_who(part: &PartText<'_>, verb: &Finding) -> bool {
    let before = verb.tokens.start.checked_sub(1);
    before.is_some_and(|at| language::naming(&part.tokens, at, Naming::Who).is_some())
}
