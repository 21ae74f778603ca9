//! The order of work: gates, the reminder as it is, the change, channel and ping, store, standing notice, log.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, PortFailure, UseCaseError, UserId};
use settings_core::SystemSettings;

use super::apply::{apply, check_texts};
use super::completion::completed_after;
use super::request::{EditRefusal, EditReminder, Edited, ReminderPatch};
use super::subject::{Subject, as_live_session};
use crate::settings::{EmbedWatcherSettings, RemindersSettings};
use crate::use_cases::Reminders;
use crate::use_cases::delete::manageable;
use crate::use_cases::moves::moves;
use crate::use_cases::picture::Admitted;
use crate::use_cases::ping::PingOutlook;
use crate::use_cases::when::none_left;
use crate::{
    EditOutcome, LogEvent, NewReminder, PictureOutcome, Reminder, ReminderEdit, Sends,
    first_occurrence, target,
};

/// How often a change is tried again that somebody else's came before.
const TRIES: usize = 5;

type Refused = UseCaseError<EditRefusal>;

/// What the guild's settings say about a changed reminder.
struct Context {
    now: DateTime<Utc>,
    zone: Tz,
    reminders: RemindersSettings,
    watcher: EmbedWatcherSettings,
}

impl Reminders {
    /// Changes a reminder of the member, or any one for an admin. Only what is to change is touched, so that two who
    /// change different things at once both get what they asked for.
    pub async fn edit(&self, request: EditReminder) -> Result<Edited, Refused> {
        self.edit_as(request, Subject::Reminder).await
    }

    /// The same for what the member takes it for.
    pub(in crate::use_cases) async fn edit_as(
        &self,
        request: EditReminder,
        subject: Subject,
    ) -> Result<Edited, Refused> {
        if !self.enabled(request.guild).await? {
            return Err(refused(EditRefusal::Disabled));
        }
        check_texts(&request.patch).map_err(refused)?;
        let snapshot = self.ports.settings.snapshot(request.guild).await?;
        let context = Context {
            now: self.ports.clock.now(),
            zone: SystemSettings::read(&snapshot).timezone,
            reminders: RemindersSettings::read(&snapshot),
            watcher: EmbedWatcherSettings::read(&snapshot),
        };
        for _ in 0..TRIES {
            if let Some((mut edited, picture)) = self.try_edit(&request, subject, &context).await? {
                self.take_down_old_notice(&edited).await;
                edited.picture = self.keep_picture(picture, &mut edited.reminder).await;
                let event = told(&edited, request.member.user);
                self.ports.log.record(request.guild, &event).await;
                return Ok(edited);
            }
        }
        Err(refused(EditRefusal::Busy(request.id)))
    }

    /// One try; none when somebody else changed the reminder meanwhile.
    async fn try_edit(
        &self,
        request: &EditReminder,
        subject: Subject,
        context: &Context,
    ) -> Result<Option<(Edited, Option<Admitted>)>, Refused> {
        let EditReminder { guild, id, .. } = *request;
        let before = self.editable(guild, request.member, id, subject).await?;
        let patch = &request.patch;
        let (now, zone) = (context.now, context.zone);
        let (what, asked) = apply(&before, patch, &context.watcher, now, zone).map_err(refused)?;
        let what = match subject {
            Subject::LiveSession if *patch != ReminderPatch::default() => as_live_session(what),
            Subject::Any if before.what.is_live_session() => as_live_session(what),
            Subject::LiveSession | Subject::Reminder | Subject::Any => what,
        };
        let completed = completed_after(&before, patch, &what).map_err(refused)?;
        let picture = self.admit_change(request, &before, now).await?;
        let attaching = picture.is_some();
        let same = what == before.what && completed == before.completed;
        if same && before.paused.is_none() && !attaching {
            return Err(refused(EditRefusal::Unchanged(id)));
        }
        if what.channel != before.what.channel {
            self.check_target(request, what.channel).await?;
        }
        let ping = self.check_ping(request, &before, &what, context).await?;
        let sends = self.sends(&before, &what, completed, context).await?;
        if same && sends == Sends::Kept && !attaching {
            return Err(refused(EditRefusal::Unchanged(id)));
        }
        let moves = match sends {
            Sends::Anew(_) => moves(&what, asked, zone, now),
            Sends::Kept | Sends::Over => Vec::new(),
        };
        let quota = self.quota_of_maker(&before, completed).await?;
        let edit = ReminderEdit {
            before: before.what.clone(),
            completed: before.completed,
            after: what,
            sends,
            quota,
        };
        let scope = manageable(request.member);
        match self.ports.store.edit(guild, id, scope, &edit, now).await? {
            EditOutcome::Stored { before, after } => {
                let edited = Edited {
                    before: *before,
                    reminder: *after,
                    zone,
                    moves,
                    ping,
                    picture: PictureOutcome::NotAttached,
                };
                Ok(Some((edited, picture)))
            }
            EditOutcome::ChangedMeanwhile => Ok(None),
            EditOutcome::QuotaReached => {
                let quota = EditRefusal::QuotaReached(quota.unwrap_or_default());
                Err(refused(quota))
            }
            EditOutcome::NotFound => Err(refused(EditRefusal::NotFound(id))),
        }
    }

    async fn check_target(&self, request: &EditReminder, to: ChannelId) -> Result<(), Refused> {
        let member = (request.member.user, request.roles.as_slice());
        let directory = &*self.ports.directory;
        let chosen = target::choose(directory, request.guild, member, Some(to), None).await?;
        chosen
            .map(|_| ())
            .map_err(|refusal| refused(EditRefusal::Target(refusal)))
    }

    /// Whether the changed reminder will ping everyone. Who has it ping, or has it ping elsewhere, must be allowed to do
    /// that themselves.
    async fn check_ping(
        &self,
        request: &EditReminder,
        before: &Reminder,
        what: &NewReminder,
        context: &Context,
    ) -> Result<PingOutlook, Refused> {
        let (was, channel) = (&before.what, what.channel);
        let anew = !was.mention_everyone || was.channel != channel;
        if !what.mention_everyone || !anew {
            return Ok(PingOutlook::Nobody);
        }
        let member = (request.member.user, request.roles.as_slice());
        if !self.member_may_ping(request.guild, member, channel).await? {
            return Err(refused(EditRefusal::MayNotPing(channel)));
        }
        let outlook = self.ping_outlook(request.guild, channel, &context.reminders);
        Ok(outlook.await?)
    }

    /// What becomes of the sends: they end when the reminder is done, and begin anew when it is so no longer, when the
    /// moments have changed, or when the reminder rested and can be posted again.
    async fn sends(
        &self,
        before: &Reminder,
        what: &NewReminder,
        completed: bool,
        context: &Context,
    ) -> Result<Sends, Refused> {
        match (before.completed, completed) {
            (true, true) => return Ok(Sends::Kept),
            (false, true) => return Ok(Sends::Over),
            (true, false) => return anew(what, context),
            (false, false) => {}
        }
        let was = &before.what;
        let moved =
            (was.schedule, was.lead, was.announce) != (what.schedule, what.lead, what.announce);
        let resumes = before.paused.is_some() && self.bot_may_post(what).await?;
        if !resumes && (!moved || before.paused.is_some()) {
            return Ok(Sends::Kept);
        }
        anew(what, context)
    }

    async fn bot_may_post(&self, what: &NewReminder) -> Result<bool, PortFailure> {
        target::bot_may_post(&*self.ports.directory, what.guild, what.channel).await
    }

    /// Takes the notice down that announced the reminder as it was. Nobody loses a change because that failed.
    async fn take_down_old_notice(&self, edited: &Edited) {
        let before = &edited.before;
        if let Some(notice) = before.pre_message
            && edited.reminder.pre_message.is_none()
        {
            let delivery = &self.ports.delivery;
            let _ = delivery.take_down(before.what.channel, notice).await;
        }
    }
}

fn anew(what: &NewReminder, context: &Context) -> Result<Sends, Refused> {
    let next = first_occurrence(what, context.zone, context.now);
    next.map(Sends::Anew)
        .ok_or_else(|| refused(EditRefusal::When(none_left(&what.schedule))))
}

/// What the guild is told of a change.
fn told(edited: &Edited, by: UserId) -> LogEvent {
    let reminder = edited.reminder.clone();
    if reminder.completed && !edited.before.completed {
        return LogEvent::Done { reminder, by };
    }
    LogEvent::Edited {
        before: Box::new(edited.before.clone()),
        reminder,
        by,
        zone: edited.zone,
    }
}

fn refused(refusal: EditRefusal) -> Refused {
    UseCaseError::Refused(refusal)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::super::trial::{edit, edit_as, owned, refusal, stored, weekly};
    use super::*;
    use crate::settings::{ALLOW_EVERYONE, ENABLED};
    use crate::testing::{World, a_reminder, channel, home, member, name, user};
    use crate::{Change, InvalidReminder, Permission, Schedule, TargetRefusal};

    #[tokio::test]
    async fn each_field_changes_alone_and_the_log_tells_what_it_was() {
        let world = World::default();
        let before = world.store(a_reminder().build()).await;
        let patch = ReminderPatch {
            name: Some(owned(" Quiz\nnight ")),
            message: Some(owned(&"é".repeat(2000))),
            location: Some(Change::To("bib Tielt".to_owned())),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, patch).await;
        let what = &edited.reminder.what;
        assert_eq!(what.name, name("Quiz night"));
        assert_eq!(what.message.as_str().chars().count(), 2000);
        assert_eq!(what.schedule, before.what.schedule);
        assert_eq!(edited.reminder.next, before.next);
        assert_eq!(stored(&world, before.id).await, edited.reminder);
        let told = world.told();
        let [
            LogEvent::Edited {
                before: was, by, ..
            },
        ] = told.as_slice()
        else {
            panic!("{told:?}")
        };
        assert_eq!((was.as_ref(), *by), (&before, user(7)));
        let clear = ReminderPatch {
            location: Some(Change::Clear),
            message: Some(owned("")),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, clear).await;
        assert_eq!(edited.reminder.what.location, None);
        assert_eq!(edited.reminder.what.message.as_str(), "");
    }

    #[tokio::test]
    async fn a_change_to_what_it_is_already_is_none() {
        let world = World::default();
        let before = weekly(&world).await;
        for patch in [
            ReminderPatch::default(),
            ReminderPatch {
                name: Some(owned("Raid night")),
                dates: Some(owned("maandag")),
                time: Some(owned("20u")),
                channel: Some(World::GENERAL),
                ..ReminderPatch::default()
            },
        ] {
            let refused = refusal(&world, &before, patch).await;
            assert_eq!(refused, EditRefusal::Unchanged(before.id));
        }
        assert!(world.told().is_empty());
    }

    #[tokio::test]
    async fn texts_that_cannot_be_are_refused() {
        let world = World::default();
        let before = world.store(a_reminder().build()).await;
        let empty = ReminderPatch {
            name: Some(owned(" ")),
            ..ReminderPatch::default()
        };
        let refused = refusal(&world, &before, empty).await;
        assert_eq!(refused, EditRefusal::Invalid(InvalidReminder::NameEmpty));
        let long = ReminderPatch {
            time: Some(owned("2000000000000")),
            ..ReminderPatch::default()
        };
        let refused = refusal(&world, &before, long).await;
        let expected = EditRefusal::TooLong {
            option: "time",
            max: 12,
        };
        assert_eq!(refused, expected);
    }

    #[tokio::test]
    async fn a_new_channel_is_one_where_both_may_post_and_the_old_one_is_not_asked() {
        let world = World::default();
        let before = world.store(a_reminder().build()).await;
        let to = |channel| ReminderPatch {
            channel: Some(channel),
            ..ReminderPatch::default()
        };
        let gone = channel(50);
        assert_eq!(
            refusal(&world, &before, to(gone)).await,
            EditRefusal::Target(TargetRefusal::Unknown(gone))
        );
        let send = Permission::SendMessages;
        world
            .directory
            .take_from(home(), World::GENERAL, user(7), send);
        let renamed = ReminderPatch {
            name: Some(owned("B")),
            ..ReminderPatch::default()
        };
        edit(&world, &before, renamed).await;
        let edited = edit(&world, &before, to(World::OTHER)).await;
        assert_eq!(edited.reminder.what.channel, World::OTHER);
        let lacks = TargetRefusal::MemberLacks(World::GENERAL, vec![send]);
        assert_eq!(
            refusal(&world, &before, to(World::GENERAL)).await,
            EditRefusal::Target(lacks)
        );
    }

    #[tokio::test]
    async fn pinging_needs_the_right_to_it_where_it_is_posted() {
        let world = World::default();
        world.switch(&ALLOW_EVERYONE, true);
        let before = world.store(a_reminder().build()).await;
        let loud = ReminderPatch {
            mention_everyone: Some(true),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, loud.clone()).await;
        assert_eq!(edited.ping, PingOutlook::Everyone);
        let may = Permission::MentionEveryone;
        world
            .directory
            .take_from(home(), World::OTHER, user(7), may);
        let moved = ReminderPatch {
            channel: Some(World::OTHER),
            ..ReminderPatch::default()
        };
        assert_eq!(
            refusal(&world, &before, moved).await,
            EditRefusal::MayNotPing(World::OTHER)
        );
        world
            .directory
            .take_from(home(), World::GENERAL, user(7), may);
        // Whoever may not have it ping may still change the rest, and have it ping no more.
        let quiet = ReminderPatch {
            mention_everyone: Some(false),
            name: Some(owned("B")),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, quiet).await;
        assert_eq!(edited.ping, PingOutlook::Nobody);
        assert_eq!(
            refusal(&world, &before, loud).await,
            EditRefusal::MayNotPing(World::GENERAL)
        );
    }

    #[tokio::test]
    async fn two_who_change_different_things_at_once_both_get_what_they_asked_for() {
        let world = World::default();
        let before = weekly(&world).await;
        let patches = [
            ReminderPatch {
                name: Some(owned("B")),
                ..ReminderPatch::default()
            },
            ReminderPatch {
                message: Some(owned("new")),
                ..ReminderPatch::default()
            },
            ReminderPatch {
                time: Some(owned("21:00")),
                ..ReminderPatch::default()
            },
        ];
        let edits = patches.map(|patch| edit(&world, &before, patch));
        futures_util::future::join_all(edits).await;
        let what = stored(&world, before.id).await.what;
        assert_eq!((what.name, what.message.as_str()), (name("B"), "new"));
        let Schedule::Recurring { clock, .. } = what.schedule else {
            panic!("not recurring")
        };
        assert_eq!(clock, NaiveTime::from_hms_opt(21, 0, 0).unwrap());
    }

    #[tokio::test]
    async fn nothing_is_changed_while_reminders_are_off_or_out_of_reach() {
        let world = World::default();
        let before = weekly(&world).await;
        let patch = || ReminderPatch {
            name: Some(owned("B")),
            ..ReminderPatch::default()
        };
        world.lose_settings_once();
        let failed = edit_as(&world, member(7), before.id, patch()).await;
        assert!(matches!(failed, Err(UseCaseError::Failed(_))), "{failed:?}");
        world.store.fail_next_calls(1);
        let failed = edit_as(&world, member(7), before.id, patch()).await;
        assert!(matches!(failed, Err(UseCaseError::Failed(_))), "{failed:?}");
        world.switch(&ENABLED, false);
        assert_eq!(
            refusal(&world, &before, patch()).await,
            EditRefusal::Disabled
        );
        world.switch(&ENABLED, true);
        assert_eq!(stored(&world, before.id).await, before);
    }
}
