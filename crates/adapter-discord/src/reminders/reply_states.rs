//! Every way in which a command about reminders is refused: said to whoever asked alone, and by what it concerns.

use chrono::TimeDelta;
use kernel::ChannelId;
use parsers::{ClockError, DateError, InvalidRecurrence, Reason, RecurrenceError};
use reminders_core::testing::instant;
use reminders_core::{
    AddRefusal, DeleteRefusal, EditRefusal, InvalidReminder, ListRefusal, Permission,
    PictureRefusal, ReminderId, TargetRefusal, WhenRefusal,
};
use twilight_model::channel::message::MessageFlags;
use twilight_model::http::interaction::InteractionResponse;

use super::{edit_view, list_view, view};
use crate::reply::Reply;

fn id() -> ReminderId {
    ReminderId::new(12).unwrap()
}

fn channel() -> ChannelId {
    ChannelId::new(34).unwrap()
}

/// Asserts that the reply is for one person, pings nobody, and holds these words.
fn check(reply: Reply, words: &[&str]) {
    let data = InteractionResponse::from(reply).data.unwrap();
    let text = data.content.unwrap();
    assert_eq!(data.flags, Some(MessageFlags::EPHEMERAL), "{text}");
    assert!(data.allowed_mentions.unwrap().parse.is_empty(), "{text}");
    assert!(text.chars().count() <= 2000, "{text}");
    for word in words {
        assert!(text.contains(word), "no {word} in {text}");
    }
}

fn targets() -> Vec<(TargetRefusal, &'static [&'static str])> {
    let lacking = vec![Permission::ViewChannel, Permission::SendMessages];
    vec![
        (
            TargetRefusal::NoChannel,
            &["`channel`", "set_default_channel"],
        ),
        (TargetRefusal::Unknown(channel()), &["<#34>"]),
        (TargetRefusal::NotText(channel()), &["<#34>", "no text"]),
        (
            TargetRefusal::MemberLacks(channel(), lacking.clone()),
            &["You need *View Channel*, *Send Messages*", "<#34>"],
        ),
        (
            TargetRefusal::BotLacks(channel(), lacking),
            &["I need *View Channel*, *Send Messages*", "<#34>"],
        ),
    ]
}

fn whens() -> Vec<(WhenRefusal, &'static [&'static str])> {
    let time = |error| WhenRefusal::TimeUnreadable {
        typed: "half past".to_owned(),
        error,
    };
    let date = |error| WhenRefusal::DateUnreadable {
        typed: "one day".to_owned(),
        error,
    };
    let bound = WhenRefusal::BoundUnreadable {
        option: "ends_on",
        typed: "never".to_owned(),
        error: DateError::Unreadable,
    };
    let impossible = |error| WhenRefusal::DaysImpossible {
        typed: "every week".to_owned(),
        error,
    };
    let unknown = vec!["blur*day".to_owned(), "@everyone moonday".to_owned()];
    vec![
        (time(ClockError::Empty), &["HH:MM"]),
        (time(ClockError::Unreadable), &["“half past”", "20:00"]),
        (time(ClockError::OutOfRange), &["“half past”", "23:59"]),
        (time(ClockError::Range), &["“half past”", "one time"]),
        (time(ClockError::Ambiguous), &["“half past”", "evening"]),
        (
            time(ClockError::ForeignZone),
            &["“half past”", "set_timezone"],
        ),
        (date(DateError::Past), &["“one day”", "`date`"]),
        (date(DateError::Invalid), &["“one day”", "`date`"]),
        (date(DateError::Unreadable), &["“one day”", "14/2"]),
        (bound, &["“never”", "`ends_on`"]),
        (
            WhenRefusal::DaysUnreadable(unknown),
            &["blur\\*day", "moonday", "`mon, wed`"],
        ),
        (
            impossible(RecurrenceError::NoWeekday),
            &["“every week”", "friday"],
        ),
        (
            impossible(RecurrenceError::NoDayOfMonth),
            &["“every week”", "15th"],
        ),
        (
            impossible(RecurrenceError::Unsupported),
            &["“every week”", "months"],
        ),
        (
            impossible(RecurrenceError::Several),
            &["“every week”", "several"],
        ),
        (
            impossible(RecurrenceError::Date(DateError::Past)),
            &["“every week”", "no date to come"],
        ),
        (
            impossible(RecurrenceError::Invalid(InvalidRecurrence::Never)),
            &["“every week”", "contradict"],
        ),
        (WhenRefusal::NoDays, &["at least one day"]),
        (WhenRefusal::DaysAndDate, &["`days`", "`date`"]),
        (WhenRefusal::BoundsWithoutDays, &["`starts_on`", "`days`"]),
        (WhenRefusal::BoundsContradict, &["contradict"]),
        (
            WhenRefusal::Past(instant("2026-02-04 09:00")),
            &["<t:1770195600:F>", "has passed"],
        ),
        (WhenRefusal::NoDateLeft, &["`ends_on`"]),
    ]
}

fn texts() -> Vec<(InvalidReminder, &'static [&'static str])> {
    vec![
        (InvalidReminder::NameEmpty, &["`name`"]),
        (InvalidReminder::NameTooLong, &["`name`", "100"]),
        (InvalidReminder::MessageTooLong, &["`message`", "2,000"]),
        (InvalidReminder::LocationTooLong, &["`location`", "200"]),
    ]
}

#[test]
fn every_refusal_to_add_says_what_it_concerns() {
    let link = "https://example.com/`x`".to_owned();
    let states: Vec<(AddRefusal, &[&str])> = vec![
        (AddRefusal::Disabled, &["switched off here"]),
        (
            AddRefusal::CoolingDown(TimeDelta::seconds(61)),
            &["1 minute and 1 second"],
        ),
        (AddRefusal::QuotaReached(10), &["10", "/reminder_delete"]),
        (
            AddRefusal::Picture(PictureRefusal::NeedsPremium),
            &["Premium"],
        ),
        (
            AddRefusal::LinkInvalid(link),
            &["`https://example.com/ˋxˋ`"],
        ),
        (AddRefusal::LinkUnreadable, &["behind that link"]),
        (AddRefusal::NoEmbed, &["no embed", "`time`"]),
        (AddRefusal::NotUnderstood(Reason::NoDate), &["no day in it"]),
        (AddRefusal::AlreadyTracked(id()), &["ID 12"]),
        (AddRefusal::TimeMissing, &["`time`"]),
        (
            AddRefusal::MayNotPing(channel()),
            &["<#34>", "`mention_everyone`"],
        ),
        (
            AddRefusal::TooLong {
                option: "days",
                max: 100,
            },
            &["`days`", "100"],
        ),
    ];
    for (refusal, words) in states {
        check(view::not_added(&refusal), words);
    }
    for (refusal, words) in whens() {
        check(view::not_added(&AddRefusal::When(refusal)), words);
    }
    for (refusal, words) in targets() {
        check(view::not_added(&AddRefusal::Target(refusal)), words);
    }
    for (error, words) in texts() {
        check(view::not_added(&AddRefusal::Invalid(error)), words);
    }
}

#[test]
fn every_refusal_to_edit_says_what_it_concerns() {
    let states: Vec<(EditRefusal, &[&str])> = vec![
        (EditRefusal::Disabled, &["switched off here"]),
        (EditRefusal::NotFound(id()), &["ID 12", "/reminder_list"]),
        (
            EditRefusal::LiveSession(id()),
            &["ID 12", "/edit_live_session"],
        ),
        (EditRefusal::Finished(id()), &["ID 12", "/add_reminder"]),
        (
            EditRefusal::Unchanged(id()),
            &["ID 12", "nothing to change"],
        ),
        (EditRefusal::Busy(id()), &["ID 12", "try again"]),
        (EditRefusal::Recurring(id()), &["ID 12", "comes once"]),
        (EditRefusal::QuotaReached(10), &["10", "/reminder_delete"]),
        (
            EditRefusal::DaysForOneOff(id()),
            &["comes once", "/reminder_edit reminder_id:12 days:"],
        ),
        (EditRefusal::MayNotPing(channel()), &["<#34>"]),
        (
            EditRefusal::Picture(PictureRefusal::TooLarge),
            &["`image`", "8 MiB"],
        ),
        (
            EditRefusal::TooLong {
                option: "time",
                max: 12,
            },
            &["`time`", "12"],
        ),
    ];
    for (refusal, words) in states {
        check(edit_view::not_edited(&refusal), words);
    }
    for (refusal, words) in whens() {
        check(edit_view::not_edited(&EditRefusal::When(refusal)), words);
    }
    for (refusal, words) in targets() {
        check(edit_view::not_edited(&EditRefusal::Target(refusal)), words);
    }
    for (error, words) in texts() {
        check(edit_view::not_edited(&EditRefusal::Invalid(error)), words);
    }
}

#[test]
fn every_refusal_to_delete_or_list_says_what_it_concerns() {
    check(
        view::not_deleted(DeleteRefusal::Disabled),
        &["switched off here"],
    );
    check(
        view::not_deleted(DeleteRefusal::NotFound(id())),
        &["ID 12", "/reminder_list"],
    );
    for (refusal, word) in [
        (ListRefusal::Disabled, "switched off here"),
        (ListRefusal::AdminsOnly, "Only admins"),
    ] {
        check(Reply::Message(list_view::not_listed(refusal)), &[word]);
    }
}
