//! Clauses about what people have yet to be told.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Fixture, add, claim_one, finish, send_all};
use crate::testing::{a_reminder, channel, guild, instant, user};
use crate::{
    Announce, ChannelTrouble, GuildNotices, News, OccurrenceResult, Permission, SendProblem,
};

const TELLING: TimeDelta = TimeDelta::seconds(60);

async fn untold(it: &impl Fixture, now: DateTime<Utc>) -> Option<GuildNotices> {
    it.notices().claim_untold(now, TELLING, 100).await.unwrap()
}

/// Has a reminder's start missed, and says when.
async fn missed(it: &impl Fixture, in_guild: u64) -> DateTime<Utc> {
    let what = a_reminder()
        .announced(Announce::AtStart)
        .in_guild(guild(in_guild));
    add(it, &what.build()).await;
    let now = instant("2026-02-06 20:00");
    let claimed = claim_one(it, now).await;
    finish(it, &claimed, OccurrenceResult::Missed).await;
    now
}

fn problems(notices: &GuildNotices) -> Vec<SendProblem> {
    let news = notices.notices.iter().map(|it| it.news.clone());
    news.filter_map(|it| match it {
        News::NotSent { problem, .. } => Some(problem),
        News::Paused { .. } => None,
    })
    .collect()
}

fn troubles(notices: &GuildNotices) -> Vec<ChannelTrouble> {
    let news = notices.notices.iter().map(|it| it.news.clone());
    news.filter_map(|it| match it {
        News::NotSent { .. } => None,
        News::Paused { trouble, .. } => Some(trouble),
    })
    .collect()
}

pub async fn what_was_sent_or_skipped_needs_no_telling(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    send_all(&it, instant("2026-02-06 19:00")).await;
    let start = claim_one(&it, instant("2026-02-06 20:00")).await;
    assert_eq!(untold(&it, instant("2026-02-06 20:00")).await, None);
    finish(&it, &start, OccurrenceResult::Skipped).await;
    assert_eq!(untold(&it, instant("2026-02-06 20:00")).await, None);
}

pub async fn what_was_missed_is_told_once(it: impl Fixture) {
    let now = missed(&it, 1).await;
    let notices = untold(&it, now).await.unwrap();
    assert_eq!(notices.guild, guild(1));
    assert_eq!(problems(&notices), [SendProblem::Missed]);
    let News::NotSent { occurrence, .. } = &notices.notices[0].news else {
        panic!("{notices:?}")
    };
    assert_eq!(occurrence.fires_at, now);
    assert_eq!(untold(&it, now).await, None, "somebody is telling it");
    it.notices().told(&notices, now).await.unwrap();
    assert_eq!(untold(&it, now + TimeDelta::days(1)).await, None);
}

pub async fn what_nobody_finished_telling_is_told_again(it: impl Fixture) {
    let now = missed(&it, 1).await;
    let first = untold(&it, now).await.unwrap();
    let early = now + TELLING - TimeDelta::seconds(1);
    assert_eq!(untold(&it, early).await, None);
    let second = untold(&it, now + TELLING).await.unwrap();
    assert_eq!(second.fingerprint(), first.fingerprint());
}

pub async fn a_guild_is_told_together_and_others_apart(it: impl Fixture) {
    let now = missed(&it, 1).await;
    missed(&it, 2).await;
    missed(&it, 1).await;
    let mut told = Vec::new();
    while let Some(notices) = untold(&it, now).await {
        told.push((notices.guild, notices.notices.len()));
    }
    told.sort_unstable();
    assert_eq!(told, [(guild(1), 2), (guild(2), 1)]);
}

pub async fn a_pause_is_told_with_what_is_missing_and_anew_when_that_changes(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let claimed = claim_one(&it, due).await;
    let forbidden = ChannelTrouble::Forbidden(vec![Permission::EmbedLinks]);
    let pauses = it.pauses();
    pauses
        .fail_and_pause(&claimed, &forbidden, due)
        .await
        .unwrap();
    let notices = untold(&it, due).await.unwrap();
    assert_eq!(troubles(&notices), [forbidden]);
    assert_eq!(problems(&notices), [SendProblem::Forbidden(vec![])]);
    it.notices().told(&notices, due).await.unwrap();
    assert_eq!(untold(&it, due + TELLING).await, None);
    let gone = ChannelTrouble::Gone;
    let closing = pauses.pause_channel(guild(1), channel(10), &gone, due);
    closing.await.unwrap();
    let anew = untold(&it, due + TELLING).await.unwrap();
    assert_eq!((troubles(&anew), problems(&anew)), (vec![gone], vec![]));
    assert_ne!(anew.fingerprint(), notices.fingerprint());
}

pub async fn a_reminder_that_goes_on_needs_no_telling(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let claimed = claim_one(&it, due).await;
    let pauses = it.pauses();
    pauses
        .fail_and_pause(&claimed, &ChannelTrouble::Gone, due)
        .await
        .unwrap();
    let late = untold(&it, due).await.unwrap();
    let window = TimeDelta::hours(2);
    let zone = Tz::Europe__Brussels;
    pauses
        .resume_channel(guild(1), channel(10), zone, window, due)
        .await
        .unwrap();
    assert_eq!(untold(&it, due + TELLING).await, None);
    // Who was telling of the pause meanwhile marks nothing of the next one.
    it.notices().told(&late, due).await.unwrap();
    let forbidden = ChannelTrouble::Forbidden(vec![]);
    let closing = pauses.pause_channel(guild(1), channel(10), &forbidden, due);
    assert_eq!(closing.await.unwrap().len(), 1);
    assert!(untold(&it, due + TELLING).await.is_some());
}

pub async fn a_guild_that_was_left_is_told_nothing(it: impl Fixture) {
    let now = missed(&it, 1).await;
    it.set_left(guild(1), true).await;
    assert_eq!(untold(&it, now).await, None);
    it.set_left(guild(1), false).await;
    it.pauses().pause_guild(guild(1), now).await.unwrap();
    assert_eq!(untold(&it, now).await, None, "it was taken note of");
}

pub async fn telling_one_guild_marks_nothing_of_another(it: impl Fixture) {
    let now = missed(&it, 1).await;
    let notices = untold(&it, now).await.unwrap();
    let foreign = GuildNotices {
        guild: guild(2),
        ..notices
    };
    it.notices().told(&foreign, now).await.unwrap();
    assert!(untold(&it, now + TELLING).await.is_some());
}

pub async fn makers_who_were_told_wait_for_nothing_while_the_guild_does(it: impl Fixture) {
    add(&it, &a_reminder().build()).await;
    let due = instant("2026-02-06 19:00");
    let claimed = claim_one(&it, due).await;
    let gone = ChannelTrouble::Gone;
    let failing = it.pauses();
    failing.fail_and_pause(&claimed, &gone, due).await.unwrap();
    let notices = untold(&it, due).await.unwrap();
    assert_eq!(notices.owners(), [user(7)]);
    let foreign = GuildNotices {
        guild: guild(2),
        ..notices.clone()
    };
    it.notices().maker_told(&foreign).await.unwrap();
    let again = untold(&it, due + TELLING).await.unwrap();
    assert_eq!(again.owners(), [user(7)]);
    it.notices().maker_told(&again).await.unwrap();
    let rest = untold(&it, due + TELLING * 2).await.unwrap();
    assert_eq!((rest.notices.len(), rest.owners()), (2, vec![]));
    assert_eq!(rest.fingerprint(), notices.fingerprint());
    // Another trouble is news to its maker, too.
    let closing = it.pauses();
    let forbidden = ChannelTrouble::Forbidden(vec![]);
    let closed = closing.pause_channel(guild(1), channel(10), &forbidden, due);
    closed.await.unwrap();
    let anew = untold(&it, due + TELLING * 2).await.unwrap();
    assert_eq!(anew.owners(), [user(7)]);
}

pub async fn what_cannot_be_told_is_tried_ever_more_rarely(it: impl Fixture) {
    let start = missed(&it, 1).await;
    for (at, wait) in [
        (0, 1),
        (1, 1),
        (2, 2),
        (4, 4),
        (8, 8),
        (16, 16),
        (32, 32),
        (64, 60),
    ] {
        let now = start + TimeDelta::minutes(at);
        assert!(untold(&it, now).await.is_some(), "after {at} minutes");
        let early = now + TimeDelta::minutes(wait) - TimeDelta::seconds(1);
        assert_eq!(untold(&it, early).await, None, "after {at} minutes");
    }
    assert!(untold(&it, start + TimeDelta::minutes(124)).await.is_some());
}
