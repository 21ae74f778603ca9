//! `/config <scope> set_…` and `toggle`: changes one setting.

use reminders_core::EveryonePolicy;
use settings_core::{ChangeSource, Outcome, SettingValue, Settings};

use super::actions::{Action, Check};
use super::config::Wish;
use super::view;
use super::write::{Attempt, Concern, Written};
use crate::GuildDirectory;
use crate::context::Asker;
use crate::invites::preview;
use crate::routes::Handled;

pub(super) async fn run(
    action: &'static Action,
    wish: Wish,
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
    everyone: EveryonePolicy,
) -> Handled {
    let attempt = Attempt {
        action,
        wish: &wish,
        check: action.check,
        source: ChangeSource::Command,
    };
    let written = attempt.perform(asker, settings, directory).await?;
    Ok(match written {
        Written::Done(outcome, concern) => {
            let concern = operator_concern(action, &outcome, everyone).or(concern);
            match preview::of(action.definition, outcome.after.as_ref(), asker) {
                Some((card, words)) => view::changed_with(action, &wish, &outcome, (card, &words)),
                None => view::changed(action, &wish, &outcome, concern),
            }
        }
        Written::Refused(why) => view::not_written(action, why),
    })
}

/// It comes before what the bot lacks in a channel: as long as the operator says no, no permission helps.
fn operator_concern(
    action: &Action,
    outcome: &Outcome,
    everyone: EveryonePolicy,
) -> Option<Concern> {
    let wants_pings = matches!(
        (action.check, &outcome.after),
        (Check::MayPingEveryone, Some(SettingValue::Bool(true)))
    );
    (wants_pings && everyone == EveryonePolicy::Never).then_some(Concern::OperatorForbidsPings)
}

#[cfg(test)]
mod tests {
    use kernel::{Authority, ChannelId};
    use reminders_core::settings as reminders;
    use settings_core::testing::InMemorySettings;
    use settings_core::{RawValue, system};
    use twilight_model::guild::Permissions;

    use super::super::actions;
    use super::super::test_guild::{self, ANNOUNCEMENTS, GENERAL, GUILD, HIDDEN, content};
    use super::*;

    struct Stage {
        settings: Settings,
        directory: GuildDirectory,
        everyone: EveryonePolicy,
    }

    impl Stage {
        /// A guild in which the bot has these permissions.
        fn new(granted: Permissions) -> Self {
            Self {
                settings: test_guild::settings(&InMemorySettings::default()),
                directory: test_guild::directory(granted),
                everyone: EveryonePolicy::AsGuildsChoose,
            }
        }

        /// What the admin reads after `/config <scope> <action>`.
        async fn says(&self, scope: &str, action: &str, wish: Wish) -> String {
            let action = actions::scope(scope)
                .and_then(|it| it.action(action))
                .unwrap();
            let asker = test_guild::asker(9, Authority::Admin);
            let (settings, directory) = (&self.settings, &self.directory);
            let handled = run(action, wish, &asker, settings, directory, self.everyone).await;
            content(handled.unwrap())
        }

        async fn channel(
            &self,
            definition: &'static settings_core::Definition,
        ) -> Option<ChannelId> {
            self.settings
                .snapshot(GUILD)
                .await
                .unwrap()
                .channel(definition)
        }
    }

    fn is(channel: ChannelId) -> Wish {
        Wish::Value(RawValue::Text(channel.to_string()))
    }

    #[tokio::test]
    async fn sets_and_resets_and_says_what_holds_now() {
        let stage = Stage::new(Permissions::all());
        let zero = stage
            .says("embedwatcher", "set_offset", Wish::Value(RawValue::Int(0)))
            .await;
        assert!(
            zero.starts_with("✅ **Reminder offset minutes** (embedwatcher) is now `0`."),
            "{zero}"
        );
        let again = stage
            .says("embedwatcher", "set_offset", Wish::Value(RawValue::Int(0)))
            .await;
        assert!(
            again.starts_with("**Reminder offset minutes** (embedwatcher) was `0` already."),
            "{again}"
        );
        let reset = stage
            .says("embedwatcher", "set_offset", Wish::Default)
            .await;
        let expected = "✅ **Reminder offset minutes** (embedwatcher) has its default again: `60`.";
        assert!(reset.starts_with(expected), "{reset}");
    }

    #[tokio::test]
    async fn a_channel_where_the_bot_cannot_post_is_refused_with_what_is_missing() {
        let stage = Stage::new(Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES);
        for (scope, action, definition) in [
            ("system", "set_log_channel", &system::LOG_CHANNEL),
            (
                "reminders",
                "set_default_channel",
                &reminders::DEFAULT_CHANNEL,
            ),
            ("embedwatcher", "set_target", &reminders::TARGET_CHANNEL),
        ] {
            let answer = stage.says(scope, action, is(GENERAL)).await;
            assert!(answer.contains("*Embed Links*"), "{answer}");
            assert!(!answer.contains("*Send Messages*"), "{answer}");
            assert_eq!(stage.channel(definition).await, None);
        }
    }

    #[tokio::test]
    async fn a_channel_of_nowhere_is_refused_for_every_use() {
        let stage = Stage::new(Permissions::all());
        let nowhere = ChannelId::new(999).unwrap();
        for action in actions::SCOPES.iter().flat_map(|it| it.actions) {
            if matches!(action.check, Check::Channel(_)) {
                let scope = action.definition.scope;
                let answer = stage.says(scope, action.name, is(nowhere)).await;
                assert!(answer.starts_with("❌"), "{answer}");
                assert_eq!(stage.channel(action.definition).await, None);
            }
        }
    }

    #[tokio::test]
    async fn an_announcements_channel_that_cannot_be_read_is_taken_with_a_warning() {
        let stage = Stage::new(Permissions::all().difference(Permissions::ADMINISTRATOR));
        let answer = stage
            .says("embedwatcher", "set_announcements", is(HIDDEN))
            .await;
        assert!(
            answer.contains("⚠️") && answer.contains("*View Channel*"),
            "{answer}"
        );
        assert_eq!(
            stage.channel(&reminders::ANNOUNCEMENTS_CHANNEL).await,
            Some(HIDDEN)
        );
        let fine = stage
            .says("embedwatcher", "set_announcements", is(ANNOUNCEMENTS))
            .await;
        assert!(!fine.contains("⚠️"), "{fine}");
    }

    #[tokio::test]
    async fn warns_when_everyone_is_to_be_pinged_and_the_bot_may_not() {
        let posts =
            Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
        let allow = |it| Wish::Value(RawValue::Bool(it));
        let stage = Stage::new(posts);
        let unset = stage.says("reminders", "set_everyone", allow(true)).await;
        assert!(
            !unset.contains("⚠️"),
            "there is no channel to look at: {unset}"
        );
        stage
            .says("reminders", "set_default_channel", is(GENERAL))
            .await;
        let answer = stage.says("reminders", "set_everyone", allow(true)).await;
        assert!(
            answer.contains("⚠️") && answer.contains("Mention"),
            "{answer}"
        );
        let off = stage.says("reminders", "set_everyone", allow(false)).await;
        assert!(!off.contains("⚠️"), "{off}");
    }

    #[tokio::test]
    async fn warns_when_everyone_is_to_be_pinged_and_the_operator_lets_nobody() {
        let allow = |it| Wish::Value(RawValue::Bool(it));
        let mut stage = Stage::new(Permissions::all());
        let fine = stage.says("reminders", "set_everyone", allow(true)).await;
        assert!(!fine.contains("⚠️"), "{fine}");
        stage.everyone = EveryonePolicy::Never;
        let warned = stage.says("reminders", "set_everyone", allow(true)).await;
        assert!(
            warned.contains("⚠️") && warned.contains("whoever runs me"),
            "{warned}"
        );
        let off = stage.says("reminders", "set_everyone", allow(false)).await;
        assert!(!off.contains("⚠️"), "{off}");
        let other = stage.says("reminders", "toggle", allow(true)).await;
        assert!(!other.contains("⚠️"), "{other}");
    }

    #[tokio::test]
    async fn a_zone_that_does_not_exist_is_refused_with_an_example() {
        let stage = Stage::new(Permissions::all());
        let wish = Wish::Value(RawValue::Text("Europe/Atlantis".to_owned()));
        let answer = stage.says("system", "set_timezone", wish).await;
        assert!(
            answer.starts_with("❌") && answer.contains("`Europe/Brussels`"),
            "{answer}"
        );
    }
}
