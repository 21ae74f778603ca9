//! What the log channel is told of changed settings.

use kernel::GuildId;
use settings_core::{SettingChanged, Severity};

use super::value_view::value;
use crate::text::{Card, Colour, Rich};

/// So much of a text is shown.
const VALUE_MAX: usize = 200;
/// Changes that get a field of their own: with the longest values these stay within an embed's 6,000 characters.
const LISTED: usize = 10;

/// The embed about changes that were made together.
pub(super) fn card(guild: GuildId, changes: &[SettingChanged]) -> Card {
    let title = match changes.len() {
        1 => Rich::own("⚙️ Setting changed"),
        many => Rich::own("⚙️ ")
            .number(many as u64)
            .and(" settings changed"),
    };
    let mut card = Card::new(Colour::from(Severity::ConfigurationAudit), title);
    for change in changes.iter().take(LISTED) {
        let setting = Rich::own(change.definition.scope)
            .and(".")
            .and(change.definition.key);
        card = card.field(setting, from_to(change));
    }
    let unlisted = changes.len().saturating_sub(LISTED);
    if unlisted > 0 {
        card = card.description(Rich::own("The first ones; not listed: ").number(unlisted as u64));
    }
    if let Some(first) = changes.first() {
        let by = first
            .actor
            .map_or(Rich::own("Me"), |it| Rich::default().user(it));
        card = card
            .inline("By", by)
            .inline("Source", first.source.as_str());
    }
    card.footer(Rich::own("settings | Guild: ").number(guild.get()))
}

fn from_to(change: &SettingChanged) -> Rich {
    let effective = |set: Option<&settings_core::SettingValue>| match set {
        Some(it) => value(Some(it), VALUE_MAX),
        None => match change.definition.default_value() {
            Some(default) => value(Some(&default), VALUE_MAX).and(" (default)"),
            None => value(None, VALUE_MAX),
        },
    };
    effective(change.old.as_ref())
        .and(" → ")
        .rich(&effective(change.new.as_ref()))
}

#[cfg(test)]
mod tests {
    use kernel::{ChannelId, UserId};
    use reminders_core::settings;
    use settings_core::{ChangeSource, Definition, SettingValue, system};
    use twilight_model::channel::message::Embed;

    use super::*;

    const GUILD: GuildId = super::super::test_guild::GUILD;

    fn change(
        definition: &'static Definition,
        old: Option<SettingValue>,
        new: Option<SettingValue>,
    ) -> SettingChanged {
        let actor = UserId::new(9).ok();
        SettingChanged {
            definition,
            old,
            new,
            actor,
            source: ChangeSource::Command,
        }
    }

    fn fields(embed: &Embed) -> Vec<(&str, &str)> {
        embed
            .fields
            .iter()
            .map(|it| (it.name.as_str(), it.value.as_str()))
            .collect()
    }

    #[test]
    fn tells_what_became_of_what_by_whom_and_how() {
        let channel = SettingValue::Channel(ChannelId::new(5).unwrap());
        let embed = card(GUILD, &[change(&system::LOG_CHANNEL, None, Some(channel))]).build();
        assert_eq!(embed.title.as_deref(), Some("⚙️ Setting changed"));
        let expected = [
            ("system.log_channel_id", "Not set → <#5>"),
            ("By", "<@9>"),
            ("Source", "command"),
        ];
        assert_eq!(fields(&embed), expected);
        let footer = embed.footer.unwrap().text;
        assert_eq!(footer, format!("settings | Guild: {GUILD}"));
    }

    #[test]
    fn a_cleared_setting_shows_which_default_holds() {
        let cleared = change(&settings::OFFSET, Some(SettingValue::Int(5)), None);
        let embed = card(GUILD, &[cleared]).build();
        assert_eq!(fields(&embed)[0].1, "`5` → `60` (default)");
    }

    #[test]
    fn a_hundred_long_texts_fit_into_one_embed() {
        let long = SettingValue::Text("x".repeat(1000));
        let one = change(&system::LOG_LEVEL, Some(long.clone()), Some(long));
        let embed = card(GUILD, &vec![one; 100]).build();
        assert_eq!(embed.title.as_deref(), Some("⚙️ 100 settings changed"));
        assert_eq!(
            embed.description.as_deref(),
            Some("The first ones; not listed: 90")
        );
        let fields = fields(&embed);
        assert_eq!(fields.len(), 12);
        let total: usize = fields
            .iter()
            .map(|(name, value)| name.chars().count() + value.chars().count())
            .sum();
        assert!(total < 5800, "{total}");
    }
}
