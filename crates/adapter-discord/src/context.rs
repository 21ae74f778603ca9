//! What handlers work with, and who asked.

use std::sync::Arc;

use access_core::RememberedMembers;
use growth_core::Growth;
use invites_core::Invites;
use kernel::{
    Admins, Authority, ChannelId, Clock, DiscordStanding, GuildId, Member, MessageId, RoleId,
    UserId,
};
use language_model::ModelService;
use onboarding_core::Newcomers;
use onboarding_core::set_up::SetUp;
use operations_core::{CommandAnalytics, CommandSync, Events, Schema, Tracker};
use privacy_core::Privacy;
use reminders_core::Reminders;
use settings_core::{GuildStore, Intent, Settings};
use staff_core::Staff;
use tickets_core::Tickets;
use tickets_core::drafts::Drafts;
use tickets_core::export::Exports;
use tickets_core::faq::Faq;
use tickets_core::topics::{ProposalBoard, Proposals};
use twilight_model::application::interaction::Interaction;
use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use crate::GuildDirectory;
use crate::LogChannel;
use crate::Owners;
use crate::Status;
use crate::attachments::UPLOAD_MAX;
use crate::convert::{self, FromTwilight as _};
use crate::countdown::Countdowns;
use crate::pulse::Pulse;
use crate::rest::Rest;

/// The cores that handlers call.
#[derive(Clone)]
pub struct Features {
    /// Reminders.
    pub reminders: Reminders,
    /// Tickets.
    pub tickets: Tickets,
    /// Answers that everyone can find.
    pub faq: Faq,
    /// Answers that are proposed.
    pub proposals: Proposals,
    /// Where those stand.
    pub proposal_board: Arc<dyn ProposalBoard>,
    /// Replies that are drafted for staff.
    pub drafts: Drafts,
    /// What admins take out.
    pub exports: Exports,
    /// Settings.
    pub settings: Settings,
    /// The guilds that the bot is in.
    pub guilds: Arc<dyn GuildStore>,
    /// The database's schema.
    pub schema: Schema,
    /// What is used how often.
    pub analytics: CommandAnalytics,
    /// What newcomers go through, for admins to write.
    pub set_up: SetUp,
    /// The language model.
    pub model: ModelService,
    /// What members ask of it for themselves.
    pub growth: Growth,
    /// What staff does through the bot.
    pub staff: Staff,
    /// Who brought whom.
    pub invites: Invites,
    /// Newcomers on their way.
    pub newcomers: Newcomers,
    /// What is stored of people.
    pub privacy: Privacy,
}

/// Everything that the gateway's handlers share. Cheap to clone.
#[derive(Clone)]
pub struct DiscordContext {
    /// The Discord application that this bot is.
    pub application: Id<ApplicationMarker>,
    /// The privileged intents that were switched on for it when the program started.
    pub intents: Vec<Intent>,
    /// Sends requests.
    pub rest: Rest,
    /// Channels, roles, permissions.
    pub directory: Arc<GuildDirectory>,
    /// Members, as those who ask over HTTP need them.
    pub members: RememberedMembers,
    /// The cores.
    pub features: Features,
    /// Who owns the bot, and whom the operator named as admins.
    pub owners: Arc<Owners>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Cards that give way when nobody touches them.
    pub countdowns: Countdowns,
    /// What happened lately, for whoever looks after the bot or a server.
    pub events: Events,
    /// Posts in the guilds' log channels.
    pub log: LogChannel,
    /// Takes note of what members do.
    pub tracker: Tracker,
    /// How fast the gateway answers heartbeats.
    pub pulse: Pulse,
    /// What the bot says of itself.
    pub status: Status,
    /// Tells Discord of the commands.
    pub sync: CommandSync,
}

/// Who asked for something, and where: read from the interaction alone, never from what is remembered.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    /// The guild.
    pub(crate) guild: GuildId,
    /// The channel.
    pub(crate) channel: ChannelId,
    /// The member, and how far their word reaches.
    pub(crate) member: Member,
    /// Their roles.
    pub(crate) roles: Vec<RoleId>,
    /// What they are called there, for display only.
    pub(crate) name: String,
    /// The message whose button they pressed, if they did.
    pub(crate) message: Option<MessageId>,
    /// What they may do in the channel, as Discord says.
    pub(crate) permissions: Permissions,
    /// Whether they may write in the channel.
    pub(crate) may_write: bool,
    /// How many bytes a file may have that they are answered with.
    pub(crate) upload_limit: usize,
    /// How they are spoken to later.
    pub(crate) way_back: WayBack,
}

/// How whoever asked is spoken to later, and shown to others if they want it.
#[derive(Clone, Default)]
pub(crate) struct WayBack {
    /// The interaction's token. Whoever has it can speak to them, so it is never shown.
    pub(crate) token: String,
    /// Where their picture is.
    pub(crate) avatar: Option<String>,
    /// The interaction's number.
    number: u64,
}

impl WayBack {
    pub(crate) fn of(interaction: &Interaction) -> Self {
        let account = interaction.author();
        let avatar = account.and_then(|it| {
            let (id, hash) = (it.id, it.avatar?);
            Some(format!(
                "https://cdn.discordapp.com/avatars/{id}/{hash}.png"
            ))
        });
        Self {
            token: interaction.token.clone(),
            avatar,
            number: interaction.id.get(),
        }
    }

    /// Eight digits by which the log finds what was said: an interaction's number differs in its last ones.
    pub(crate) fn reference(&self) -> String {
        format!("{:08x}", self.number & 0xffff_ffff)
    }
}

impl std::fmt::Debug for WayBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WayBack")
            .field("reference", &self.reference())
            .finish_non_exhaustive()
    }
}

impl Asker {
    /// Who stands behind an interaction; none outside of guilds.
    pub(crate) fn of(interaction: &Interaction, admins: &Admins) -> Option<Self> {
        let guild = GuildId::from_twilight(interaction.guild_id?).ok()?;
        let channel = ChannelId::from_twilight(interaction.channel.as_ref()?.id).ok()?;
        let member = interaction.member.as_ref()?;
        let user = UserId::from_twilight(member.user.as_ref()?.id).ok()?;
        let roles = convert::roles(&member.roles);
        let administrator = member
            .permissions
            .is_some_and(|it| it.contains(Permissions::ADMINISTRATOR));
        let standing = if administrator {
            DiscordStanding::Administrator
        } else {
            DiscordStanding::Ordinary
        };
        let authority = admins.authority(user, &roles, standing);
        let account = member.user.as_ref()?;
        let name = member.nick.as_ref().or(account.global_name.as_ref());
        Some(Self {
            guild,
            channel,
            member: Member { user, authority },
            roles,
            name: name.unwrap_or(&account.name).clone(),
            message: interaction
                .message
                .as_ref()
                .and_then(|it| MessageId::from_twilight(it.id).ok()),
            permissions: member.permissions.unwrap_or(Permissions::empty()),
            may_write: member
                .permissions
                .is_some_and(|it| may_write(it, interaction)),
            upload_limit: usize::try_from(interaction.attachment_size_limit).unwrap_or(UPLOAD_MAX),
            way_back: WayBack::of(interaction),
        })
    }

    /// Somebody who asks about a guild from outside of it, by a direct message: no more than a member there, if that.
    pub(crate) fn by_themselves(
        guild: GuildId,
        channel: ChannelId,
        user: UserId,
        name: &str,
    ) -> Self {
        Self {
            guild,
            channel,
            member: Member {
                user,
                authority: Authority::Member,
            },
            roles: Vec::new(),
            name: name.to_owned(),
            message: None,
            permissions: Permissions::empty(),
            may_write: true,
            upload_limit: UPLOAD_MAX,
            way_back: WayBack::default(),
        }
    }
}

/// Whether somebody with these permissions in the channel of an interaction may write there.
fn may_write(permissions: Permissions, interaction: &Interaction) -> bool {
    let kind = interaction.channel.as_ref().map(|it| it.kind);
    let needed = if kind.is_some_and(ChannelType::is_thread) {
        Permissions::SEND_MESSAGES_IN_THREADS
    } else {
        Permissions::SEND_MESSAGES
    };
    permissions.intersects(needed | Permissions::ADMINISTRATOR)
}
