//! `/config history` and `/config rollback`: what was changed, and a way back.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{PortFailure, UseCaseError, UserId};
use settings_core::{
    ChangeRefusal, Definition, HistoryFilter, HistoryId, RollbackRefusal, SettingValue, Settings,
    ToldChange,
};

use super::checks::{Fitness, suits};
use super::{history_view, view};
use crate::GuildDirectory;
use crate::context::{Asker, DiscordContext};
use crate::custom_id::{self, Parts};
use crate::reply::Choice;
use crate::routes::Handled;

/// The select below the history: which change to undo.
pub(crate) const PICK: &str = "config_pick";
/// The button that undoes.
pub(crate) const UNDO: &str = "config_undo";
/// For how long somebody may think about it.
const LIFETIME: TimeDelta = TimeDelta::seconds(180);
/// How many changes are listed when nothing else is asked for.
const DEFAULT_LIMIT: u16 = 10;
/// Discord's limit for the choices of an autocomplete and of a select.
const MOST: u16 = 25;

/// Which part of the history is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) scope: Option<String>,
    pub(super) key: Option<String>,
    pub(super) limit: Option<u16>,
}

/// What is to be undone: one change, or it and all that came after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WayBack {
    pub(super) id: HistoryId,
    pub(super) since: bool,
}

/// What the button of the question carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) back: WayBack,
    pub(super) asker: UserId,
    pub(super) until: DateTime<Utc>,
}

impl Asked {
    /// What was typed; a key may bring its scope along, as in `reminders.enabled`.
    pub(super) fn of(scope: Option<String>, key: Option<String>, limit: Option<u16>) -> Self {
        let named = key.as_deref().and_then(|it| it.split_once('.'));
        let (scope, key) = match (scope, named) {
            (None, Some((its, key))) => (Some(its.to_owned()), Some(key.to_owned())),
            (Some(scope), Some((its, key))) if scope == its => (Some(scope), Some(key.to_owned())),
            (scope, _) => (scope, key),
        };
        Self { scope, key, limit }
    }
}

impl Question {
    pub(super) fn button(&self) -> String {
        let Self { back, asker, until } = self;
        let since = u8::from(back.since);
        custom_id::encode(UNDO, &[&back.id, &since, asker, &until.timestamp()])
    }

    fn read(mut parts: Parts<'_>) -> Option<Self> {
        let id = HistoryId::new(parts.next()?).ok()?;
        let since = parts.next::<u8>()? == 1;
        let asker = parts.next()?;
        let until = DateTime::from_timestamp(parts.next()?, 0)?;
        Some(Self {
            back: WayBack { id, since },
            asker,
            until,
        })
    }
}

/// Lists changes, with a select to undo one.
pub(super) async fn list(wanted: Asked, asker: &Asker, settings: &Settings) -> Handled {
    let filter = HistoryFilter {
        scope: wanted.scope,
        key: wanted.key,
        change_type: None,
        before: None,
        limit: wanted.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MOST),
    };
    let told = settings.history(asker.guild, &filter).await?;
    let pick = custom_id::encode(PICK, &[&asker.member.user]);
    Ok(history_view::list(&told, &filter, pick))
}

/// Shows what undoing would do, and asks.
pub(super) async fn ask(
    back: WayBack,
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
    now: DateTime<Utc>,
) -> Handled {
    let question = Question {
        back,
        asker: asker.member.user,
        until: now + LIFETIME,
    };
    let Some(told) = settings.history_entry(asker.guild, back.id).await? else {
        return Ok(history_view::refused(RollbackRefusal::UnknownEntry));
    };
    let (guild, member) = (asker.guild, asker.member);
    let serves = serving(asker, directory);
    if back.since {
        let ways = settings.ways_back_to(guild, member, just_before(&told), serves);
        return match ways.await {
            Ok(ways) => Ok(history_view::question_since(&told, &ways, question)),
            Err(why) => refusal(why, &told, asker, directory),
        };
    }
    match settings.way_back_from(guild, member, back.id, serves).await {
        Ok(way) => Ok(history_view::question(&told, &way, question)),
        Err(why) => refusal(why, &told, asker, directory),
    }
}

/// What Discord still has a use for.
fn serving(
    asker: &Asker,
    directory: &GuildDirectory,
) -> impl Fn(&'static Definition, &SettingValue) -> bool {
    let guild = asker.guild;
    move |definition, value| {
        !matches!(
            suits(definition, value, guild, directory),
            Fitness::Unfit(_)
        )
    }
}

/// A change was picked in the select.
pub(crate) async fn pick(
    mut parts: Parts<'_>,
    picked: &[String],
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let owner: Option<UserId> = parts.next();
    let id = picked
        .first()
        .and_then(|it| it.parse().ok())
        .and_then(|it| HistoryId::new(it).ok());
    let (Some(owner), Some(id)) = (owner, id) else {
        return Ok(view::unreadable_command());
    };
    if owner != asker.member.user {
        return Ok(history_view::not_yours());
    }
    if !asker.member.is_admin() {
        return Ok(view::not_admin());
    }
    let back = WayBack { id, since: false };
    let (settings, now) = (&context.features.settings, context.clock.now());
    ask(back, asker, settings, &context.directory, now).await
}

/// The button of the question was pressed.
pub(crate) async fn undo(parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    let (settings, now) = (&context.features.settings, context.clock.now());
    perform(parts, asker, settings, &context.directory, now).await
}

async fn perform(
    parts: Parts<'_>,
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
    now: DateTime<Utc>,
) -> Handled {
    let Some(question) = Question::read(parts) else {
        return Ok(view::unreadable_command());
    };
    if question.asker != asker.member.user {
        return Ok(history_view::not_yours());
    }
    if now >= question.until {
        return Ok(history_view::question_expired());
    }
    let (guild, member, id) = (asker.guild, asker.member, question.back.id);
    let Some(told) = settings.history_entry(guild, id).await? else {
        return Ok(history_view::refused(RollbackRefusal::UnknownEntry));
    };
    let serves = serving(asker, directory);
    let done = if question.back.since {
        let going = settings.roll_back_to(guild, member, just_before(&told), None, serves);
        going.await
    } else {
        let going = settings.roll_back(guild, member, id, None, serves);
        going.await.map(|it| vec![it])
    };
    match done {
        Ok(outcomes) => Ok(history_view::undone(&outcomes)),
        Err(why) => refusal(why, &told, asker, directory),
    }
}

/// Changes to choose from while an admin types a number.
pub(super) async fn suggest(
    typed: &str,
    asker: &Asker,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Vec<Choice>, PortFailure> {
    let filter = HistoryFilter {
        limit: 4 * MOST,
        ..HistoryFilter::default()
    };
    let told = settings.history(asker.guild, &filter).await?;
    let typed = typed.trim().trim_start_matches('#').to_lowercase();
    let choices = told.iter().map(|it| history_view::choice(it, now));
    Ok(choices
        .filter(|it| it.name.to_lowercase().contains(&typed))
        .take(MOST.into())
        .collect())
}

fn refusal(
    why: UseCaseError<RollbackRefusal>,
    told: &ToldChange,
    asker: &Asker,
    directory: &GuildDirectory,
) -> Handled {
    match why {
        UseCaseError::Refused(RollbackRefusal::CannotServe) => {
            let against = told.definition.zip(told.old.as_ref());
            let against = against.map(|(it, old)| (it, suits(it, old, asker.guild, directory)));
            Ok(match against {
                Some((definition, Fitness::Unfit(objection))) => {
                    history_view::cannot_serve(definition, objection)
                }
                // It serves again by now.
                _ => history_view::refused(RollbackRefusal::CannotServe),
            })
        }
        UseCaseError::Refused(RollbackRefusal::Change(ChangeRefusal::NotAdmin)) => {
            Ok(view::not_admin())
        }
        UseCaseError::Refused(why) => Ok(history_view::refused(why)),
        UseCaseError::Failed(failure) => Err(failure),
    }
}

/// A moment at which neither this change nor those made together with it had been made.
fn just_before(told: &ToldChange) -> DateTime<Utc> {
    told.entry.changed_at - TimeDelta::microseconds(1)
}

#[cfg(test)]
mod tests {
    use kernel::Authority;
    use reminders_core::settings::DEFAULT_CHANNEL;
    use settings_core::testing::{self, InMemorySettings, NUMBER};
    use settings_core::{ChangeSetting, ChangeSource, RawValue};
    use twilight_model::guild::Permissions;

    use super::super::test_guild::{self, GENERAL, asker, content};
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    fn admin() -> Asker {
        asker(9, Authority::Admin)
    }

    async fn with_a_change() -> Settings {
        let settings = testing::settings(&InMemorySettings::default());
        let request = ChangeSetting {
            guild: admin().guild,
            member: admin().member,
            scope: NUMBER.scope.to_owned(),
            key: NUMBER.key.to_owned(),
            value: Some(RawValue::Int(0)),
            source: ChangeSource::Command,
        };
        settings.set(request).await.unwrap();
        settings
    }

    fn question(since: bool) -> Question {
        Question {
            back: WayBack {
                id: HistoryId::new(1).unwrap(),
                since,
            },
            asker: admin().member.user,
            until: at(180),
        }
    }

    async fn pressed(since: bool, who: &Asker, when: DateTime<Utc>) -> (String, i64) {
        let settings = with_a_change().await;
        let id = question(since).button();
        let directory = test_guild::directory(Permissions::all());
        let reply = perform(Parts::of(&id), who, &settings, &directory, when).await;
        let reply = reply.unwrap();
        let snapshot = settings.snapshot(who.guild).await.unwrap();
        (content(reply), snapshot.int(&NUMBER))
    }

    #[tokio::test]
    async fn the_button_undoes_one_change_or_all_since() {
        for since in [false, true] {
            let (text, number) = pressed(since, &admin(), at(179)).await;
            assert!(text.contains("has its default again: `60`"), "{text}");
            assert_eq!(number, 60);
        }
    }

    #[tokio::test]
    async fn a_late_button_and_somebody_elses_undo_nothing() {
        let (late, number) = pressed(false, &admin(), at(180)).await;
        assert!(late.contains("had its time"), "{late}");
        assert_eq!(number, 0);
        let (other, number) = pressed(false, &asker(8, Authority::Admin), at(1)).await;
        assert!(other.contains("whoever asked"), "{other}");
        assert_eq!(number, 0);
        let (member, number) = pressed(false, &asker(9, Authority::Member), at(1)).await;
        assert!(member.contains("Only admins"), "{member}");
        assert_eq!(number, 0);
    }

    #[tokio::test]
    async fn changes_are_suggested_by_any_part_of_what_they_say() {
        let settings = with_a_change().await;
        for (typed, count) in [("", 1), ("#1", 1), ("numb", 1), ("nothing", 0)] {
            let choices = suggest(typed, &admin(), &settings, at(0)).await.unwrap();
            assert_eq!(choices.len(), count, "{typed}");
        }
    }

    #[test]
    fn a_key_may_bring_its_scope_along() {
        let asked = |scope: Option<&str>, key: &str| {
            let asked = Asked::of(scope.map(str::to_owned), Some(key.to_owned()), None);
            (asked.scope, asked.key)
        };
        let whole = (Some("reminders".to_owned()), Some("enabled".to_owned()));
        assert_eq!(asked(None, "reminders.enabled"), whole);
        assert_eq!(asked(Some("reminders"), "reminders.enabled"), whole);
        assert_eq!(asked(Some("reminders"), "enabled"), whole);
        assert_eq!(asked(None, "enabled"), (None, Some("enabled".to_owned())));
        let (scope, _) = asked(Some("system"), "reminders.enabled");
        assert_eq!(scope.as_deref(), Some("system"), "nothing else is shown");
    }

    #[tokio::test]
    async fn a_channel_that_is_gone_does_not_come_back_and_what_to_do_instead_is_said() {
        let settings = test_guild::settings(&InMemorySettings::default());
        let directory = test_guild::directory(Permissions::all());
        // The first was deleted since; only Discord knows.
        for channel in ["999".to_owned(), GENERAL.to_string()] {
            let request = ChangeSetting {
                guild: admin().guild,
                member: admin().member,
                scope: DEFAULT_CHANNEL.scope.to_owned(),
                key: DEFAULT_CHANNEL.key.to_owned(),
                value: Some(RawValue::Text(channel)),
                source: ChangeSource::Command,
            };
            settings.set(request).await.unwrap();
        }
        let back = WayBack {
            id: HistoryId::new(2).unwrap(),
            since: false,
        };
        let asked = ask(back, &admin(), &settings, &directory, at(0)).await;
        let question = Question {
            back,
            asker: admin().member.user,
            until: at(180),
        };
        let id = question.button();
        let pressed = perform(Parts::of(&id), &admin(), &settings, &directory, at(1)).await;
        for reply in [asked, pressed] {
            let text = content(reply.unwrap());
            assert!(text.contains("cannot find <#999>"), "{text}");
            assert!(
                text.contains("/config reminders set_default_channel"),
                "{text}"
            );
        }
        let snapshot = settings.snapshot(admin().guild).await.unwrap();
        assert_eq!(snapshot.channel(&DEFAULT_CHANNEL), Some(GENERAL));
    }

    #[test]
    fn a_button_reads_back_what_it_carries_within_discords_limit() {
        let longest = Question {
            back: WayBack {
                id: HistoryId::new(i64::MAX).unwrap(),
                since: true,
            },
            asker: UserId::new(9_223_372_036_854_775_807).unwrap(),
            until: DateTime::from_timestamp(4_102_444_800, 0).unwrap(),
        };
        let id = longest.button();
        assert!(id.len() <= 100, "{id}");
        assert_eq!(Question::read(Parts::of(&id)), Some(longest));
        assert_eq!(Question::read(Parts::of("config_undo:0:0:9:1")), None);
    }
}
