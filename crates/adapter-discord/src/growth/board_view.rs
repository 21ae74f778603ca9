//! How a shared check-in looks.

use growth_core::{Shared, SharedAs};
use sanitizer::{EmbedText, safe_embed_body, safe_embed_text};

use crate::text::{Card, Colour, Rich};

/// Of each part so much is shown, in characters as Discord counts them.
const PART_MAX: usize = 1000;
/// Of the answer so much is shown, so that the whole stays below Discord's 6,000.
const ANSWER_MAX: usize = 2500;
/// What stands above every check-in.
pub(super) const TITLE: &str = "🌱 Growth check-in";
/// The longest name.
const NAME_MAX: usize = 100;

pub(super) fn card(shared: &Shared) -> Card {
    let form = &shared.checkin.form;
    let part = |text: &str| Rich::from(&safe_embed_text(text, PART_MAX));
    let card = Card::new(Colour::Green, TITLE)
        .description(&safe_embed_body(&shared.checkin.reply, ANSWER_MAX))
        .field("Goal", part(form.goal()))
        .field("Obstacle", part(form.obstacle()))
        .field("Feeling", part(form.feeling()))
        .at(shared.checkin.created_at);
    match &shared.by {
        SharedAs::Anonymous => card.footer("Shared anonymously"),
        SharedAs::Named { name, avatar } => card.author(&plain(name), avatar.as_deref()),
    }
}

/// A name where Discord renders no markdown.
fn plain(name: &str) -> EmbedText {
    safe_embed_text(name, NAME_MAX)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use growth_core::{Checkin, CheckinForm, CheckinId};
    use kernel::UserId;

    use super::*;

    #[test]
    fn a_check_in_of_any_length_fits_and_calls_nobody() {
        let wild = |max| {
            "*@everyone* <@7> "
                .repeat(100)
                .chars()
                .take(max)
                .collect::<String>()
        };
        let shared = Shared {
            checkin: Checkin {
                id: CheckinId::new(1).unwrap(),
                guild: None,
                user: UserId::new(7).unwrap(),
                form: CheckinForm::new(&wild(300), &wild(300), &wild(1000)).unwrap(),
                reply: wild(4000),
                shared: true,
                created_at: DateTime::UNIX_EPOCH,
            },
            by: SharedAs::Named {
                name: "Alice *the* @everyone".to_owned(),
                avatar: None,
            },
        };
        let embed = card(&shared).build();
        let shown = format!("{embed:?}");
        assert!(
            !shown.contains("@everyone") && !shown.contains("<@7>"),
            "{shown}"
        );
        let fields = embed.fields.iter().map(|it| it.value.chars().count());
        let lengths: Vec<_> = fields.collect();
        assert!(lengths.iter().all(|it| *it <= 1024), "{lengths:?}");
        let description = embed.description.unwrap().chars().count();
        assert!(lengths.iter().sum::<usize>() + description < 5800);
        assert!(embed.author.unwrap().name.starts_with("Alice"));
    }
}
