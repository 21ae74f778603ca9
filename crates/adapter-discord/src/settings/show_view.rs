//! What people see of `/config show` and `/config scopes`.

use settings_core::{Registry, ShownSetting};
use twilight_model::channel::message::component::{Button, ButtonStyle};

use super::show::Shown;
use super::value_view::{name, value};
use crate::reply::{Body, Reply};
use crate::text::{Card, Colour, Rich, TimeStyle};

/// Settings on a page.
const PER_PAGE: usize = 10;
/// So much of a text is shown: ten of them stay within the 6,000 characters of an embed.
const SHOWN_MAX: usize = 400;
/// Longer names are nobody's scope.
const TYPED_MAX: usize = 40;

pub(super) fn scopes(registry: &Registry) -> Reply {
    let mut lines = Rich::default();
    for scope in registry.scopes() {
        let count = registry.in_scope(scope).len() as u64;
        let line = Rich::own("• **")
            .and(scope)
            .and("** – ")
            .rich(&settings(count))
            .and("\n");
        lines = lines.rich(&line);
    }
    let lines = lines.and("\nSee one with `/config show`.");
    Reply::card(Card::new(Colour::Blue, "⚙️ Scopes of settings").description(lines))
}

pub(super) fn unknown_scope(typed: &str, registry: &Registry) -> Reply {
    let mut text = Rich::own("❌ There are no settings called ")
        .code(typed, TYPED_MAX)
        .and(". There are:");
    for scope in registry.scopes() {
        text = text.and(" `").and(scope).and("`");
    }
    Reply::text(text.and("."))
}

pub(super) fn not_your_page() -> Reply {
    Reply::text(Rich::denied(
        "These buttons belong to whoever ran the command. Run `/config show` for your own.",
    ))
}

pub(super) fn page_expired() -> Reply {
    Reply::Update(Body::text(
        "These buttons have had their time. Run `/config show` again.",
    ))
}

/// Page `number`, or the last one there is.
pub(super) fn page(settings_shown: &[ShownSetting], shown: &Shown, number: usize) -> Body {
    let pages = settings_shown.len().div_ceil(PER_PAGE).max(1);
    let number = number.min(pages - 1);
    let mut card = Card::new(Colour::Blue, Rich::own("⚙️ Settings: ").and(shown.scope));
    for setting in settings_shown.iter().skip(number * PER_PAGE).take(PER_PAGE) {
        card = card.field(name(setting.definition), setting_words(setting));
    }
    let footer = Rich::own("Page ")
        .number(number as u64 + 1)
        .and("/")
        .number(pages as u64);
    let body = Body::card(
        card.footer(
            footer
                .and(" · ")
                .rich(&settings(settings_shown.len() as u64)),
        ),
    );
    if pages == 1 {
        body
    } else {
        body.buttons(turners(shown, number, pages))
    }
}

fn setting_words(setting: &ShownSetting) -> Rich {
    let text = value(setting.effective.as_ref(), SHOWN_MAX);
    let Some(set) = &setting.overridden else {
        return text;
    };
    let text = text.and("\n✏️ Set by ");
    let text = match set.updated_by {
        Some(user) => text.user(user),
        None => text.and("me"),
    };
    text.and(", ").moment(set.updated_at, TimeStyle::Relative)
}

fn settings(count: u64) -> Rich {
    Rich::default()
        .number(count)
        .and(if count == 1 { " setting" } else { " settings" })
}

fn turners(shown: &Shown, number: usize, pages: usize) -> Vec<Button> {
    let button = |label: &str, page: usize, disabled: bool| Button {
        custom_id: Some(shown.button(page)),
        disabled,
        emoji: None,
        id: None,
        label: Some(label.to_owned()),
        sku_id: None,
        style: ButtonStyle::Secondary,
        url: None,
    };
    // Two buttons of one message may not share an id; these never do, because their pages are never the same.
    vec![
        button("Prev", number.saturating_sub(1), number == 0),
        button("Next", number + 1, number + 1 == pages),
    ]
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use kernel::UserId;
    use settings_core::testing::DEFINITIONS;
    use settings_core::{Override, SettingValue, system};
    use twilight_model::channel::message::{Component, Embed};
    use twilight_model::http::interaction::InteractionResponseData;

    use super::super::test_guild::content;
    use super::*;

    fn shown() -> Shown {
        Shown {
            scope: "contract",
            asker: UserId::new(9).unwrap(),
            until: DateTime::from_timestamp(1_700_000_000, 0).unwrap(),
        }
    }

    /// The eleven settings of the tests of stores, the second one overridden.
    fn eleven() -> Vec<ShownSetting> {
        let settings = DEFINITIONS
            .iter()
            .enumerate()
            .map(|(index, definition)| ShownSetting {
                definition,
                effective: definition.default_value(),
                overridden: (index == 1).then(|| Override {
                    value: SettingValue::Int(5),
                    updated_by: UserId::new(7).ok(),
                    updated_at: DateTime::from_timestamp(1_600_000_000, 0).unwrap(),
                }),
            });
        settings.collect()
    }

    fn embed(data: &InteractionResponseData) -> &Embed {
        &data.embeds.as_ref().unwrap()[0]
    }

    fn buttons(data: &InteractionResponseData) -> Vec<(String, bool)> {
        let rows = data.components.iter().flatten();
        let buttons = rows.flat_map(|row| match row {
            Component::ActionRow(row) => row.components.clone(),
            _ => Vec::new(),
        });
        let buttons = buttons.filter_map(|it| match it {
            Component::Button(it) => Some((it.custom_id.unwrap(), it.disabled)),
            _ => None,
        });
        buttons.collect()
    }

    #[test]
    fn a_page_shows_ten_settings_and_how_many_there_are() {
        let data = page(&eleven(), &shown(), 0).into_data();
        let embed = embed(&data);
        assert_eq!(embed.title.as_deref(), Some("⚙️ Settings: contract"));
        assert_eq!(embed.fields.len(), 10);
        assert_eq!(
            embed.footer.as_ref().unwrap().text,
            "Page 1/2 · 11 settings"
        );
        assert_eq!(embed.fields[0].name, "Enabled");
        assert_eq!(embed.fields[0].value, "✅ Yes");
        assert_eq!(
            embed.fields[1].value,
            "`60`\n✏️ Set by <@7>, <t:1600000000:R>"
        );
        assert_eq!(embed.fields[3].value, "Not set");
    }

    #[test]
    fn the_buttons_are_dead_at_the_ends_and_never_share_an_id() {
        for (number, disabled) in [(0, [true, false]), (1, [false, true]), (7, [false, true])] {
            let data = page(&eleven(), &shown(), number).into_data();
            let found = buttons(&data);
            assert_eq!([found[0].1, found[1].1], disabled, "page {number}");
            assert_ne!(found[0].0, found[1].0);
        }
    }

    #[test]
    fn a_single_page_has_no_buttons() {
        let data = page(&eleven()[..1], &shown(), 0).into_data();
        assert_eq!(buttons(&data), []);
        assert_eq!(
            embed(&data).footer.as_ref().unwrap().text,
            "Page 1/1 · 1 setting"
        );
    }

    #[test]
    fn ten_long_texts_fit_into_one_embed() {
        let long = |definition| ShownSetting {
            definition,
            effective: Some(SettingValue::Text("x".repeat(1000))),
            overridden: Some(Override {
                value: SettingValue::Text(String::new()),
                updated_by: UserId::new(9_223_372_036_854_775_807).ok(),
                updated_at: DateTime::from_timestamp(1_600_000_000, 0).unwrap(),
            }),
        };
        let settings: Vec<_> = DEFINITIONS.iter().map(long).collect();
        let data = page(&settings, &shown(), 0).into_data();
        let fields = &embed(&data).fields;
        assert!(fields.iter().all(|it| it.value.chars().count() <= 1024));
        let total: usize = fields
            .iter()
            .map(|it| it.name.chars().count() + it.value.chars().count())
            .sum();
        assert!(total < 5900, "{total}");
    }

    #[test]
    fn lists_the_scopes() {
        let registry = Registry::new(&[system::DEFINITIONS, DEFINITIONS]).unwrap();
        let Reply::Message(body) = scopes(&registry) else {
            panic!("no message")
        };
        let data = body.into_data();
        let text = embed(&data).description.clone().unwrap();
        assert!(text.contains("• **contract** – 11 settings"), "{text}");
        assert!(text.contains("• **system** – 5 settings"), "{text}");
    }

    #[test]
    fn a_scope_that_does_not_exist_is_quoted_harmlessly() {
        let registry = Registry::new(&[system::DEFINITIONS]).unwrap();
        let text = content(unknown_scope("`@everyone`", &registry));
        assert!(
            text.starts_with("❌ There are no settings called `"),
            "{text}"
        );
        assert!(!text.contains("``"), "{text}");
        assert!(text.ends_with("There are: `system`."), "{text}");
    }
}
