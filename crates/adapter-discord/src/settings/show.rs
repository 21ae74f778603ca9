//! `/config show`, and its pages.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{PortFailure, UserId};
use settings_core::{Registry, Settings};

use super::{show_view, view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::{self, Parts};
use crate::reply::{Body, Reply};
use crate::routes::Handled;

/// The buttons that turn pages.
pub(crate) const PAGE: &str = "config_show";
/// For how long they work after the last one was pressed.
const LIFETIME: TimeDelta = TimeDelta::seconds(180);

/// What a page shows; its buttons carry it along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) scope: &'static str,
    pub(super) asker: UserId,
    pub(super) until: DateTime<Utc>,
}

impl Shown {
    /// The id of a button that leads to page `page`.
    pub(super) fn button(&self, page: usize) -> String {
        custom_id::encode(
            PAGE,
            &[&page, &self.asker, &self.until.timestamp(), &self.scope],
        )
    }

    fn read(mut parts: Parts<'_>, registry: &Registry) -> Option<(usize, Self)> {
        let page = parts.next()?;
        let asker = parts.next()?;
        let until = DateTime::from_timestamp(parts.next()?, 0)?;
        let scope = known(&parts.next::<String>()?, registry)?;
        Some((
            page,
            Self {
                scope,
                asker,
                until,
            },
        ))
    }
}

/// The first page of a scope that somebody may have typed.
pub(super) async fn first_page(
    scope: &str,
    asker: &Asker,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Handled {
    match known(scope, settings.registry()) {
        Some(scope) => Ok(Reply::Message(page(0, scope, asker, settings, now).await?)),
        None => Ok(show_view::unknown_scope(scope, settings.registry())),
    }
}

pub(crate) async fn turn_page(
    parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    turn(
        parts,
        asker,
        &context.features.settings,
        context.clock.now(),
    )
    .await
}

async fn turn(parts: Parts<'_>, asker: &Asker, settings: &Settings, now: DateTime<Utc>) -> Handled {
    let Some((number, shown)) = Shown::read(parts, settings.registry()) else {
        return Ok(view::unreadable_command());
    };
    if shown.asker != asker.member.user {
        return Ok(show_view::not_your_page());
    }
    if !asker.member.is_admin() {
        return Ok(view::not_admin());
    }
    if now >= shown.until {
        return Ok(show_view::page_expired());
    }
    Ok(Reply::Update(
        page(number, shown.scope, asker, settings, now).await?,
    ))
}

async fn page(
    number: usize,
    scope: &'static str,
    asker: &Asker,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Body, PortFailure> {
    let found = settings.show(asker.guild, scope).await?;
    let shown = Shown {
        scope,
        asker: asker.member.user,
        until: now + LIFETIME,
    };
    Ok(show_view::page(&found, &shown, number))
}

/// The registry's own word for a scope, in whatever case it was typed.
fn known(scope: &str, registry: &Registry) -> Option<&'static str> {
    registry
        .scopes()
        .into_iter()
        .find(|it| it.eq_ignore_ascii_case(scope.trim()))
}

#[cfg(test)]
mod tests {
    use kernel::Authority;
    use settings_core::system;
    use settings_core::testing::{self, InMemorySettings};

    use super::super::test_guild::{asker, content};
    use super::*;

    fn registry() -> Registry {
        Registry::new(&[system::DEFINITIONS]).unwrap()
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    /// The admin's button for the second page of eleven settings, made at second 0, is pressed.
    async fn pressed(who: &Asker, when: DateTime<Utc>) -> Reply {
        let owner = asker(9, Authority::Admin).member.user;
        let shown = Shown {
            scope: "contract",
            asker: owner,
            until: at(0) + LIFETIME,
        };
        let settings = testing::settings(&InMemorySettings::default());
        let handled = turn(Parts::of(&shown.button(1)), who, &settings, when).await;
        handled.unwrap()
    }

    #[tokio::test]
    async fn a_button_turns_the_page_and_lives_on() {
        let reply = pressed(&asker(9, Authority::Admin), at(179)).await;
        let Reply::Update(body) = reply else {
            panic!("no update")
        };
        let data = body.into_data();
        let embed = &data.embeds.unwrap()[0];
        assert_eq!(
            embed.footer.as_ref().unwrap().text,
            "Page 2/2 · 11 settings"
        );
        let buttons = format!("{:?}", data.components);
        assert!(buttons.contains(&format!("config_show:0:9:{}:contract", at(359).timestamp())));
    }

    #[tokio::test]
    async fn a_button_is_dead_after_three_minutes_for_others_and_for_whoever_is_no_admin_any_more()
    {
        let mut texts = Vec::new();
        for (who, when) in [
            (asker(9, Authority::Admin), at(180)),
            (asker(8, Authority::Admin), at(1)),
            (asker(9, Authority::Member), at(1)),
        ] {
            texts.push(content(pressed(&who, when).await));
        }
        assert!(
            texts[0].contains("Run `/config show` again"),
            "{}",
            texts[0]
        );
        assert!(texts[1].contains("whoever ran the command"), "{}", texts[1]);
        assert!(texts[2].contains("Only admins"), "{}", texts[2]);
    }

    #[test]
    fn a_button_reads_back_what_it_carries_within_discords_limit() {
        let shown = Shown {
            scope: "system",
            asker: UserId::new(9_223_372_036_854_775_807).unwrap(),
            until: DateTime::from_timestamp(4_102_444_800, 0).unwrap(),
        };
        let id = shown.button(99);
        // The longest name of a scope has 32 characters.
        assert!(id.len() + 32 - shown.scope.len() <= 100, "{id}");
        assert_eq!(Shown::read(Parts::of(&id), &registry()), Some((99, shown)));
    }

    #[test]
    fn a_button_of_no_known_scope_is_not_read() {
        assert_eq!(
            Shown::read(Parts::of("config_show:0:9:1:automod"), &registry()),
            None
        );
        assert_eq!(
            Shown::read(Parts::of("config_show:-1:9:1:system"), &registry()),
            None
        );
        assert_eq!(Shown::read(Parts::of("config_show"), &registry()), None);
    }

    #[test]
    fn a_scope_is_found_in_any_case() {
        assert_eq!(known(" System", &registry()), Some("system"));
        assert_eq!(known("automod", &registry()), None);
    }
}
