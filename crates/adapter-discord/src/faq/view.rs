//! What members see of the FAQ.

use std::sync::Arc;

use sanitizer::{
    DESCRIPTION_MAX, EMBED_TITLE_MAX, FIELD_NAME_MAX, FIELD_VALUE_MAX, autocomplete_label,
    safe_embed_markdown, safe_embed_text,
};
use tickets_core::faq::{
    FaqEntry, FaqRefusal, Findings, Hit, ListedFaq, SearchFaqRefusal, Unanswered, faq_choice,
};
use twilight_model::channel::message::component::Button;

use super::form;
use super::read::{NEXT, PREVIOUS};
use crate::custom_id;
use crate::reply::{Body, Choice, ChoiceValue, Reply, button};
use crate::text::{Card, Colour, Rich, TimeStyle};

/// How much of an answer is shown among others …
const FOUND_PREVIEW: usize = 160;
/// … and in lists.
const LISTED_PREVIEW: usize = 140;
/// Discord's limits of suggestions.
const CHOICES_MAX: usize = 25;
const CHOICE_MAX: usize = 100;
/// How much of a question is shown.
const QUESTION_MAX: usize = 120;

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run `/faq` again.")
}

pub(super) fn not_found() -> Reply {
    Reply::text(
        "❓ There is no such answer here (any longer). `/faq list` shows those that there are.",
    )
}

pub(crate) fn refused(refusal: FaqRefusal) -> Reply {
    match refusal {
        FaqRefusal::Disabled => Reply::text(Rich::denied(
            "🚫 The FAQ is switched off here. Please ask an admin of this server.",
        )),
        FaqRefusal::NotAdmin => Reply::text(Rich::denied("🚫 Only admins can do that.")),
        FaqRefusal::NotStaff => Reply::text(Rich::denied("🚫 Only staff can do that.")),
        FaqRefusal::NotFound => not_found(),
    }
}

pub(super) fn not_searched(refusal: SearchFaqRefusal) -> Reply {
    match refusal {
        SearchFaqRefusal::Faq(refusal) => refused(refusal),
        SearchFaqRefusal::NoWords => {
            Reply::text("✏️ Please ask with words: one or two of what it is about are enough.")
        }
        SearchFaqRefusal::CoolingDown(wait) => Reply::text(
            Rich::too_soon("⏳ You have searched a lot just now. You can go on in ")
                .seconds(wait)
                .and("."),
        ),
    }
}

/// Why what was to be read by everybody is not.
pub(super) fn only_for_you() -> &'static str {
    "🔒 Only you see this: you cannot write in this channel."
}

/// One answer in full.
pub(super) fn entry(entry: &FaqEntry) -> Body {
    let title = Rich::own("📖 ").rich(&title(entry, EMBED_TITLE_MAX - 2));
    let answer = safe_embed_markdown(entry.answer.as_str(), DESCRIPTION_MAX);
    let mut card = Card::new(Colour::Blue, title).description(&answer);
    let keywords = form::list(&entry.keywords);
    if !keywords.is_empty() {
        let keywords = safe_embed_text(&keywords, FIELD_VALUE_MAX);
        card = card.field("Keywords", &keywords);
    }
    let updated = Rich::default().moment(entry.updated_at, TimeStyle::Relative);
    let card = card
        .inline("Last updated", updated)
        .footer(Rich::own("FAQ #").number(entry.id.get()));
    Body::card(card)
}

/// What was found: the one answer that fits far better than others in full, else the best.
pub(super) fn found(findings: &Findings) -> Body {
    if let Some(clear) = findings.clear() {
        return entry(&clear.entry);
    }
    let card = Card::new(Colour::Blue, "🔎 FAQ – Top results");
    let card = findings
        .hits
        .iter()
        .fold(card, |card, hit| row(card, &hit.entry, FOUND_PREVIEW));
    Body::card(card.footer("/faq view shows one in full"))
}

/// Nothing was found.
pub(super) fn nothing(findings: &Findings) -> Reply {
    let words = "I know no answer to that. Try other words, or ask staff with `/ticket`.";
    let card = Card::new(Colour::Orange, "🔎 Nothing found").description(words);
    let closest = findings.closest.iter().map(|it: &Hit| named(&it.entry));
    let closest = closest.reduce(|all, it| all.and("\n").rich(&it));
    Reply::card(match closest {
        Some(closest) => card.field("Perhaps one of these?", closest),
        None => card,
    })
}

/// A page of the list.
pub(super) fn page(listed: &ListedFaq) -> Body {
    if listed.total == 0 {
        let card = Card::new(Colour::Orange, "📖 FAQ")
            .description("There are no answers yet. Admins write the first with `/faq add`.");
        return Body::card(card);
    }
    let card = Card::new(Colour::Blue, "📖 FAQ");
    let card = listed
        .entries
        .iter()
        .fold(card, |card, entry| row(card, entry, LISTED_PREVIEW));
    let footer = Rich::own("Page ")
        .number(listed.page)
        .and(" / ")
        .number(listed.pages)
        .and(" · /faq view shows one in full");
    let body = Body::card(card.footer(footer));
    if listed.pages == 1 {
        body
    } else {
        body.buttons(turners(listed))
    }
}

/// What members asked in vain.
pub(super) fn unanswered(questions: &[Unanswered]) -> Reply {
    let title = "❔ Questions without an answer";
    if questions.is_empty() {
        let words = "Everything that was asked in the last 30 days found an answer.";
        return Reply::card(Card::new(Colour::Green, title).description(words));
    }
    let lines = questions.iter().map(|it| {
        let question = safe_embed_text(&it.query, QUESTION_MAX);
        Rich::default().number(it.count).and("× ").text(&question)
    });
    let lines = lines.reduce(|all, it| all.and("\n").rich(&it));
    let card = Card::new(Colour::Blue, title)
        .description(lines.unwrap_or_default())
        .footer("The last 30 days · /faq add answers one");
    Reply::card(card)
}

/// The entries, to be opened as the answer to a question.
pub(super) fn questions(found: &[Arc<FaqEntry>]) -> Reply {
    let choice = |it: &Arc<FaqEntry>| choice(it, ChoiceValue::Text(faq_choice(it.id)));
    Reply::Choices(found.iter().take(CHOICES_MAX).map(choice).collect())
}

/// The entries by their numbers.
pub(super) fn numbers(found: &[Arc<FaqEntry>]) -> Reply {
    let choices = found.iter().take(CHOICES_MAX);
    let choices = choices.map(|it| choice(it, ChoiceValue::Integer(it.id.as_i64())));
    Reply::Choices(choices.collect())
}

fn choice(entry: &FaqEntry, value: ChoiceValue) -> Choice {
    let name = autocomplete_label(entry.title.as_str(), CHOICE_MAX);
    let name = if name.is_empty() {
        format!("Entry #{}", entry.id)
    } else {
        name
    };
    Choice { name, value }
}

/// `[12] Muziek`, and below how its answer begins.
pub(crate) fn row(card: Card, entry: &FaqEntry, preview: usize) -> Card {
    let pin = if entry.pinned { "📌 " } else { "" };
    let name = Rich::own(pin).rich(&named(entry));
    card.field(name, self::preview(entry, preview))
}

/// How an answer begins.
pub(super) fn preview(entry: &FaqEntry, max: usize) -> Rich {
    let preview = safe_embed_text(entry.answer.as_str(), max);
    if preview.is_empty() {
        // All of it may be a link, and Discord takes no empty field.
        Rich::own("…")
    } else {
        Rich::from(&preview)
    }
}

/// `[12] Muziek`.
pub(super) fn named(entry: &FaqEntry) -> Rich {
    let number = Rich::own("[").number(entry.id.get()).and("] ");
    let room = FIELD_NAME_MAX - 2 - number.chars();
    number.rich(&title(entry, room))
}

fn title(entry: &FaqEntry, max: usize) -> Rich {
    Rich::from(&safe_embed_text(entry.title.as_str(), max))
}

fn turners(listed: &ListedFaq) -> Vec<Button> {
    let turner = |label, route, page: u32, is_there: bool| Button {
        disabled: !is_there,
        ..button(label, custom_id::encode(route, &[&page]))
    };
    let before = listed.page.saturating_sub(1).max(1);
    vec![
        turner("⬅", PREVIOUS, before, listed.page > 1),
        turner("➡", NEXT, listed.page + 1, listed.page < listed.pages),
    ]
}

#[cfg(test)]
pub(super) mod tests {
    use tickets_core::faq::testing::{guild, instant, user};
    use tickets_core::faq::{FaqDraft, FaqId};

    use super::*;

    /// Entry 12 of guild 1.
    pub(in super::super) fn entry(title: &str, answer: &str) -> FaqEntry {
        let draft = FaqDraft::read(title, answer, "").unwrap();
        FaqEntry {
            id: FaqId::new(12).unwrap(),
            guild: guild(1),
            title: draft.title,
            answer: draft.answer,
            keywords: draft.keywords,
            similarity_key: None,
            pinned: false,
            source_ticket: None,
            created_by: Some(user(7)),
            updated_by: Some(user(7)),
            created_at: instant("2026-02-04 09:00"),
            updated_at: instant("2026-02-04 09:00"),
        }
    }

    fn json(body: Body) -> serde_json::Value {
        serde_json::to_value(body.into_data()).unwrap()
    }

    #[test]
    fn an_answer_keeps_its_links_and_formats_and_pings_nobody() {
        let entry = entry("Muziek *hard*", "**Zo**: https://a.example/x @everyone");
        let shown = json(super::entry(&entry));
        let embed = &shown["embeds"][0];
        assert_eq!(embed["title"], r"📖 Muziek \*hard\*");
        assert_eq!(embed["description"], "**Zo**: https://a.example/x");
        assert_eq!(shown["allowed_mentions"]["parse"], serde_json::json!([]));
    }

    #[test]
    fn the_longest_entries_fit_into_a_page_and_a_result() {
        let long = entry(&"*".repeat(100), &"*_".repeat(2000));
        let listed = ListedFaq {
            entries: vec![long.clone(); 10],
            page: 2,
            pages: 3,
            total: 25,
        };
        let shown = json(page(&listed));
        let fields = shown["embeds"][0]["fields"].as_array().unwrap();
        let characters = |key: &str| {
            let counted = fields
                .iter()
                .map(|it| it[key].as_str().unwrap().chars().count());
            counted.collect::<Vec<_>>()
        };
        assert!(characters("name").iter().all(|it| *it <= 256));
        assert!(characters("value").iter().all(|it| *it <= 140));
        let all: usize = characters("name").iter().chain(&characters("value")).sum();
        assert!(all < 5900, "{all}");
        let buttons = &shown["components"][0]["components"];
        assert_eq!(buttons[0]["custom_id"], "faq_prev:1");
        assert_eq!(buttons[1]["custom_id"], "faq_next:3");
        let whole = json(super::entry(&long));
        let answer = whole["embeds"][0]["description"].as_str().unwrap();
        assert!(answer.chars().count() <= 4096);
    }

    #[test]
    fn choices_name_an_entry_by_number_or_as_a_question() {
        let found = [Arc::new(entry("Muziek", "Zo."))];
        let Reply::Choices(choices) = numbers(&found) else {
            panic!("no choices")
        };
        assert_eq!(choices.len(), 1);
        assert_eq!(choices[0].value, ChoiceValue::Integer(12));
        let Reply::Choices(choices) = questions(&found) else {
            panic!("no choices")
        };
        assert_eq!(choices[0].value, ChoiceValue::Text("faq:12".to_owned()));
    }
}
