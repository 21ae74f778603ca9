//! What admins see who write answers.

use chrono::TimeDelta;
use sanitizer::{FIELD_VALUE_MAX, safe_embed_text};
use tickets_core::drafts::ReadDocuments;
use tickets_core::faq::{
    AddFaqRefusal, Answer, EditFaqRefusal, FaqDraft, FaqEntry, FaqId, InvalidEntry, Keywords,
    MOST_ENTRIES, MOST_PINNED, PinFaqRefusal, Reloaded, Title,
};
use twilight_model::channel::message::component::{Button, ButtonStyle};
use twilight_model::http::attachment::Attachment;

use super::form::Typed;
use super::view::{self, named};
use super::write::REMOVE;
use crate::custom_id;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich};

/// What was typed and not stored, for whoever typed it.
const KEPT_FILE: &str = "your_answer.txt";

pub(super) fn added(entry: &FaqEntry) -> Reply {
    let words = Rich::own("✅ Added: ").rich(&named(entry));
    Reply::text(words.and(". Members find it from now on."))
}

pub(super) fn not_added(refusal: &AddFaqRefusal, typed: &Typed) -> Reply {
    match refusal {
        AddFaqRefusal::Faq(refusal) => view::refused(*refusal),
        AddFaqRefusal::Invalid(why) => kept(invalid(why), typed),
        AddFaqRefusal::TitleTaken(id) => kept(title_taken(*id), typed),
        AddFaqRefusal::Full => kept(
            Rich::own("📚 There are ")
                .number(MOST_ENTRIES)
                .and(" answers, and more there cannot be. `/faq remove` makes room."),
            typed,
        ),
    }
}

pub(super) fn edited(entry: &FaqEntry) -> Reply {
    Reply::text(Rich::own("✅ Changed: ").rich(&named(entry)).and("."))
}

pub(super) fn not_edited(refusal: &EditFaqRefusal, typed: &Typed) -> Reply {
    match refusal {
        EditFaqRefusal::Faq(refusal) => view::refused(*refusal),
        EditFaqRefusal::Invalid(why) => kept(invalid(why), typed),
        EditFaqRefusal::TitleTaken(id) => kept(title_taken(*id), typed),
        EditFaqRefusal::ChangedMeanwhile { now, wanted } => changed_meanwhile(now, wanted, typed),
    }
}

/// Both, next to each other; nothing was stored.
fn changed_meanwhile(now: &FaqEntry, wanted: &FaqDraft, typed: &Typed) -> Reply {
    let by = match now.updated_by {
        Some(by) => Rich::default().user(by),
        None => Rich::own("Somebody"),
    };
    let words = by.and(
        " changed this answer while you did, so yours is not stored. \
         Run `/faq edit` again to start from theirs; your text is in the file.",
    );
    let card = Card::new(Colour::Orange, "✋ Changed by two people")
        .description(words)
        .field("Now", side(now.title.as_str(), now.answer.as_str()))
        .field("Yours", side(wanted.title.as_str(), wanted.answer.as_str()));
    Reply::Message(Body::card(card).file(file(typed)))
}

/// One of two answers, as much of it as a field shows.
fn side(title: &str, answer: &str) -> Rich {
    let title = safe_embed_text(title, Title::MAX * 2);
    let title = Rich::own("**").text(&title).and("**\n");
    let room = FIELD_VALUE_MAX - title.chars();
    let answer = safe_embed_text(answer, room);
    title.text(&answer)
}

pub(super) fn question(entry: &FaqEntry) -> Reply {
    let remove = Button {
        style: ButtonStyle::Danger,
        ..button("Remove", custom_id::encode(REMOVE, &[&entry.id]))
    };
    let card = Card::new(Colour::Orange, "🗑 Remove this answer?")
        .description("It cannot be brought back.")
        .field(named(entry), view::preview(entry, FIELD_VALUE_MAX));
    Reply::Message(Body::card(card).buttons(vec![remove]))
}

pub(super) fn removed(entry: &FaqEntry) -> Reply {
    let words = Rich::own("🗑 Removed: ").rich(&named(entry)).and(".");
    Reply::Update(Body::text(words))
}

pub(super) fn pinned(entry: &FaqEntry) -> Reply {
    let words = if entry.pinned {
        " stands before others now."
    } else {
        " stands among the others now."
    };
    Reply::text(Rich::own("📌 ").rich(&named(entry)).and(words))
}

pub(super) fn not_pinned(refusal: PinFaqRefusal) -> Reply {
    match refusal {
        PinFaqRefusal::Faq(refusal) => view::refused(refusal),
        PinFaqRefusal::Full => Reply::text(
            Rich::own("📌 ")
                .number(MOST_PINNED)
                .and(" answers are pinned, and more cannot be. Let go of one with `/faq pin` and `pinned: False`."),
        ),
    }
}

pub(super) fn reloaded(reloaded: Reloaded, documents: ReadDocuments, took: TimeDelta) -> Reply {
    let entries = u64::try_from(reloaded.entries).unwrap_or(u64::MAX);
    let milliseconds = u64::try_from(took.num_milliseconds()).unwrap_or_default();
    let words = Rich::own("🔄 ").number(entries).and(if entries == 1 {
        " answer was read anew, and "
    } else {
        " answers were read anew, and "
    });
    let chunks = u64::try_from(documents.chunks).unwrap_or(u64::MAX);
    let words = words
        .number(chunks)
        .and(" pieces of documents for drafted replies, in ");
    Reply::text(words.number(milliseconds).and(" ms."))
}

/// The words, and what was typed, so that nobody has to type it again.
pub(super) fn kept(words: Rich, typed: &Typed) -> Reply {
    Reply::Message(Body::text(words.and(" What you typed is in the file.")).file(file(typed)))
}

fn file(typed: &Typed) -> Attachment {
    let Typed {
        title,
        answer,
        keywords,
        ..
    } = typed;
    let text = format!("{title}\n\n{answer}\n\n{keywords}\n");
    Attachment::from_bytes(KEPT_FILE.to_owned(), text.into_bytes(), 0)
}

fn title_taken(id: FaqId) -> Rich {
    Rich::own("📖 An answer with this title is there: #")
        .number(id.get())
        .and(". Change it with `/faq edit`, or choose another title.")
}

fn invalid(why: &InvalidEntry) -> Rich {
    let limit = |words, most: usize, unit| {
        let most = u64::try_from(most).unwrap_or(u64::MAX);
        Rich::own(words).number(most).and(unit)
    };
    match why {
        InvalidEntry::TitleBlank => {
            Rich::own("✏️ The title says nothing. Please give it a word or two.")
        }
        InvalidEntry::TitleTooLong => limit("✏️ The title can have ", Title::MAX, " characters."),
        InvalidEntry::AnswerBlank => Rich::own("✏️ The answer says nothing. A sentence is enough."),
        InvalidEntry::AnswerTooLong => {
            limit("✏️ The answer can have ", Answer::MAX, " characters.")
        }
        InvalidEntry::TooManyKeywords => limit("✏️ There can be ", Keywords::MOST, " keywords."),
        InvalidEntry::KeywordTooLong(keyword) => limit(
            "✏️ A keyword can have ",
            Keywords::LONGEST,
            " characters, and this one has more: ",
        )
        .text(&safe_embed_text(keyword, Keywords::LONGEST))
        .and("."),
    }
}

#[cfg(test)]
mod tests {
    use super::super::view::tests::entry;
    use super::*;

    #[test]
    fn whoever_edits_at_the_same_time_sees_both_and_loses_nothing() {
        let now = entry("Muziek", "Met /speel.");
        let typed = Typed {
            title: "Geluid".to_owned(),
            answer: "é".repeat(4000),
            ..Typed::default()
        };
        let wanted = FaqDraft::read(&typed.title, &typed.answer, "").unwrap();
        let refusal = EditFaqRefusal::ChangedMeanwhile {
            now: Box::new(now),
            wanted: Box::new(wanted),
        };
        let Reply::Message(body) = not_edited(&refusal, &typed) else {
            panic!("no message")
        };
        let data = body.into_data();
        let embed = serde_json::to_value(&data.embeds.unwrap()[0]).unwrap();
        assert_eq!(embed["fields"][0]["value"], "**Muziek**\nMet /speel.");
        let yours = embed["fields"][1]["value"].as_str().unwrap();
        assert!(yours.starts_with("**Geluid**\néé") && yours.chars().count() <= 1024);
        assert!(embed["description"].as_str().unwrap().contains("<@7>"));
        let file = &data.attachments.unwrap()[0].file;
        let file = String::from_utf8(file.clone()).unwrap();
        assert!(file.contains(&typed.answer));
    }

    #[test]
    fn what_is_refused_is_given_back() {
        let typed = Typed {
            title: "Muziek".to_owned(),
            answer: "Met /speel.".to_owned(),
            ..Typed::default()
        };
        let id = FaqId::new(12).unwrap();
        let Reply::Message(body) = not_added(&AddFaqRefusal::TitleTaken(id), &typed) else {
            panic!("no message")
        };
        let data = body.into_data();
        assert!(data.content.unwrap().contains("#12"));
        assert_eq!(data.attachments.unwrap().len(), 1);
    }
}
