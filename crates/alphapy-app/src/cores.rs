//! The cores over their ports.

use std::sync::Arc;

use adapter_discord::rest::Rest;
use adapter_discord::{
    AttachedFiles, Bulletins, ChannelMessages, DiscordAcceptanceRoles, FaqLogChannel, FollowUps,
    GuildDirectory, GuildLogChannel, GuildRoles, Identity, InviteLogChannel, LogChannel,
    MemberNames, NewcomerLogChannel, PrivacyLogChannel, ReminderMessages, ServerInvites,
    SetUpLogChannel, SharedCheckins, StaffChannels, StaffLogChannel, StartPanels, TicketChannels,
    TicketLogChannel, TicketMessages, TranscriptMessages, WelcomeMessages,
};
use adapter_openai::AnnouncementReader;
use adapter_postgres::CachedSettings;
use growth_core::{Growth, GrowthPorts};
use invites_core::{InvitePorts, Invites};
use kernel::{Clock, UserId};
use language_model::ModelService;
use onboarding_core::set_up::{SetUp, SetUpPorts};
use onboarding_core::{NewcomerPorts, Newcomers, StoredSheet};
use operations_core::Events;
use privacy_core::{Privacy, PrivacyPorts};
use reminders_core::{AnnouncementModel, Ports, Reminders};
use settings_core::Settings;
use staff_core::{Staff, StaffPorts};
use tickets_core::export::{ExportPorts, Exports};
use tickets_core::faq::{Faq, FaqPorts};
use tickets_core::{ArchivePorts, ClosedTickets, TicketPorts, Tickets};

use crate::app::AppOptions;
use crate::model::{GrowthLog, NotesByTitle};
use crate::wiring::Stores;

/// What the cores stand on.
pub(crate) struct Ground<'a> {
    pub(crate) stores: &'a Stores,
    pub(crate) rest: &'a Rest,
    pub(crate) directory: &'a Arc<GuildDirectory>,
    pub(crate) log: &'a LogChannel,
    pub(crate) reader: &'a Arc<CachedSettings>,
    pub(crate) settings: &'a Settings,
    pub(crate) model: &'a ModelService,
    pub(crate) identity: &'a Identity,
    pub(crate) options: &'a AppOptions,
}

impl Ground<'_> {
    pub(crate) fn reminders(&self) -> Reminders {
        Reminders::new(Ports {
            store: self.stores.reminders.clone(),
            occurrences: self.stores.reminders.clone(),
            snoozes: self.stores.reminders.clone(),
            pauses: self.stores.reminders.clone(),
            notices: self.stores.reminders.clone(),
            status: self.stores.reminders.clone(),
            telling: Arc::new(Bulletins::new(
                self.rest.clone(),
                self.directory.clone(),
                self.clock(),
            )),
            delivery: Arc::new(ReminderMessages::new(
                self.rest.clone(),
                self.directory.clone(),
                self.stores.reminders.clone(),
            )),
            image_source: Arc::new(AttachedFiles::new(self.rest.clone())),
            images: self.stores.reminders.clone(),
            picture_limits: self.options.picture_limits,
            directory: self.directory.clone(),
            watching: self.stores.reminders.clone(),
            model: self.reader_of_announcements(),
            announcements: Arc::new(ChannelMessages::new(
                self.rest.clone(),
                self.directory.clone(),
            )),
            log: Arc::new(GuildLogChannel::new(self.log.clone(), self.reader.clone())),
            premium: self.options.premium.clone(),
            settings: self.settings.clone(),
            clock: self.clock(),
            everyone: self.options.everyone,
        })
    }

    /// None where the operator has no language model: then the rules alone read, and nothing has failed.
    fn reader_of_announcements(&self) -> Option<Arc<dyn AnnouncementModel>> {
        let has_key = self.options.model.service.key.is_some();
        has_key.then(|| Arc::new(AnnouncementReader::new(Arc::new(self.model.clone()))) as _)
    }

    pub(crate) fn faq(&self) -> Faq {
        Faq::new(FaqPorts {
            store: self.stores.faq.clone(),
            searches: self.stores.faq.clone(),
            settings: self.settings.clone(),
            log: Arc::new(FaqLogChannel::new(self.log.clone(), self.reader.clone())),
            clock: self.clock(),
        })
    }

    pub(crate) fn exports(&self, faq: &Faq) -> Exports {
        Exports::new(ExportPorts {
            faq: faq.clone(),
            tickets: self.stores.tickets.clone(),
            settings: self.reader.clone(),
            log: Arc::new(TicketLogChannel::new(self.log.clone(), self.reader.clone())),
            clock: self.clock(),
        })
    }

    pub(crate) fn tickets(&self, faq: &Faq, closed: ClosedTickets) -> anyhow::Result<Tickets> {
        Ok(Tickets::new(TicketPorts {
            store: self.stores.tickets.clone(),
            work: self.stores.tickets.clone(),
            closed: Arc::new(closed),
            archive: ArchivePorts {
                store: self.stores.tickets.clone(),
                messages: Arc::new(TicketMessages::new(self.rest.clone())),
                shelf: Arc::new(TranscriptMessages::new(
                    self.rest.clone(),
                    self.directory.clone(),
                )),
            },
            faq: faq.clone(),
            summaries: self.stores.summaries.clone(),
            stats: self.stores.tickets.clone(),
            rooms: Arc::new(TicketChannels::new(
                self.rest.clone(),
                self.directory.clone(),
                self.bot()?,
                self.options.admins.admin_roles.clone(),
            )),
            left_rooms: self.stores.tickets.clone(),
            settings: self.reader.clone(),
            log: Arc::new(TicketLogChannel::new(self.log.clone(), self.reader.clone())),
            clock: self.clock(),
        }))
    }

    pub(crate) fn newcomers(&self, events: Events) -> Newcomers {
        let runs = &self.stores.newcomers;
        Newcomers::new(NewcomerPorts {
            runs: runs.clone(),
            undone: runs.clone(),
            panels: runs.clone(),
            arrivals: runs.clone(),
            funnel: runs.clone(),
            sheet: Arc::new(StoredSheet::new(self.stores.set_up.clone())),
            roles: Arc::new(GuildRoles::new(self.rest.clone(), self.directory.clone())),
            board: Arc::new(StartPanels::new(self.rest.clone(), self.directory.clone())),
            log: Arc::new(NewcomerLogChannel::new(
                self.log.clone(),
                self.reader.clone(),
                events,
                self.clock(),
            )),
            settings: self.reader.clone(),
            clock: self.clock(),
        })
    }

    pub(crate) fn growth(&self) -> Growth {
        Growth::new(GrowthPorts {
            model: self.model.clone(),
            checkins: self.stores.checkins.clone(),
            waiting: self.stores.waiting_questions.clone(),
            diary: Arc::new(GrowthLog),
            board: Arc::new(SharedCheckins::new(
                self.rest.clone(),
                self.directory.clone(),
            )),
            late: Arc::new(FollowUps::new(
                self.rest.clone(),
                self.identity.application,
                self.clock(),
            )),
            ranker: Arc::new(NotesByTitle),
            settings: Arc::new(self.stores.cached_settings.clone()),
            clock: self.clock(),
            chance: kernel::chance,
        })
    }

    pub(crate) fn privacy(&self) -> Privacy {
        Privacy::new(PrivacyPorts {
            data: self.stores.personal_data.clone(),
            acceptances: self.stores.acceptances.clone(),
            roles: Arc::new(DiscordAcceptanceRoles::new(self.rest.clone())),
            log: Arc::new(PrivacyLogChannel::new(
                self.log.clone(),
                self.reader.clone(),
            )),
            settings: self.reader.clone(),
            clock: self.clock(),
        })
    }

    pub(crate) fn invites(&self) -> Invites {
        Invites::new(InvitePorts {
            source: Arc::new(ServerInvites::new(
                self.rest.clone(),
                self.directory.clone(),
            )),
            store: self.stores.invites.clone(),
            announcements: self.stores.invites.clone(),
            announcer: Arc::new(WelcomeMessages::new(
                self.rest.clone(),
                self.directory.clone(),
            )),
            people: Arc::new(MemberNames::new(self.rest.clone())),
            log: Arc::new(InviteLogChannel::new(self.log.clone(), self.reader.clone())),
            settings: self.reader.clone(),
            clock: self.clock(),
        })
    }

    pub(crate) fn staff(&self) -> Staff {
        Staff::new(StaffPorts {
            room: Arc::new(StaffChannels::new(
                self.rest.clone(),
                self.directory.clone(),
            )),
            log: Arc::new(StaffLogChannel::new(self.log.clone(), self.reader.clone())),
            clock: self.clock(),
        })
    }

    pub(crate) fn set_up(&self) -> SetUp {
        SetUp::new(SetUpPorts {
            store: self.stores.set_up.clone(),
            settings: self.settings.clone(),
            log: Arc::new(SetUpLogChannel::new(self.log.clone(), self.reader.clone())),
            clock: self.clock(),
        })
    }

    fn bot(&self) -> anyhow::Result<UserId> {
        Ok(UserId::new(self.identity.user.get())?)
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.options.clock.clone()
    }
}
