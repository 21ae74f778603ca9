//! `/commands`, and its pages.

use kernel::UserId;
use reminders_core::Who;
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::guild::Permissions;

use super::catalogue::{Audience, Entry, entries};
use super::listing_view::{self as view, Page};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::{self, Parts};
use crate::reply::Reply;

pub(crate) const NAME: &str = CommandsCommand::NAME;
/// The buttons that turn pages.
pub(crate) const PAGE: &str = "commands";

/// How many commands a page shows: a description holds them, however long theirs are.
const A_PAGE: usize = 20;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "commands",
    desc = "Show every command that you can use here",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct CommandsCommand {
    /// Also show what only admins can use (admins)
    include_admin: Option<bool>,
    /// Show it to everybody in this channel (needs Manage Messages)
    public: Option<bool>,
}

/// Which list is shown; its buttons carry it along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    asker: UserId,
    include_admin: bool,
}

impl Shown {
    /// The id of a button that leads to a page.
    pub(super) fn button(self, page: usize) -> String {
        let admin = u8::from(self.include_admin);
        custom_id::encode(PAGE, &[&page, &self.asker, &admin])
    }

    fn read(mut parts: Parts<'_>) -> Option<(usize, Self)> {
        let page = parts.next()?;
        let asker = parts.next()?;
        let include_admin = parts.next::<u8>()? == 1;
        let shown = Self {
            asker,
            include_admin,
        };
        Some((page, shown))
    }
}

pub(crate) fn definition() -> Command {
    CommandsCommand::create_command().into()
}

pub(crate) fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Reply {
    let Ok(command) = CommandsCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return view::unreadable();
    };
    let is_public = command.public.unwrap_or(false);
    if is_public && !may_show_everybody(asker, context) {
        return view::not_public();
    }
    let shown = Shown {
        asker: asker.member.user,
        include_admin: command.include_admin.unwrap_or(false),
    };
    let body = view::page(&page(entries(), 0, shown, asker), shown);
    Reply::Message(if is_public { body.public() } else { body })
}

pub(crate) fn turn_page(parts: Parts<'_>, asker: &Asker) -> Reply {
    match Shown::read(parts) {
        Some((number, shown)) if shown.asker == asker.member.user => {
            Reply::Update(view::page(&page(entries(), number, shown, asker), shown))
        }
        Some(_) => view::not_yours(),
        None => view::unreadable(),
    }
}

fn may_show_everybody(asker: &Asker, context: &DiscordContext) -> bool {
    let who = Who::Member(asker.member.user, asker.roles.clone());
    let access = context
        .directory
        .permissions(asker.guild, asker.channel, &who);
    asker.member.is_admin() || access.is_some_and(|it| it.1.contains(Permissions::MANAGE_MESSAGES))
}

/// A page of what the asker may use; the last one when there is no such page.
fn page(entries: Vec<Entry>, number: usize, shown: Shown, asker: &Asker) -> Page {
    let reach = match asker.member.authority {
        _ if !shown.include_admin => Audience::Everyone,
        kernel::Authority::Member => Audience::Everyone,
        kernel::Authority::Admin => Audience::Admins,
        kernel::Authority::Owner => Audience::Owners,
    };
    let usable = entries.into_iter().filter(|it| it.audience <= reach);
    let usable: Vec<_> = usable.collect();
    let pages = usable.len().div_ceil(A_PAGE).max(1);
    let number = number.min(pages - 1);
    let total = usable.len();
    let entries = usable.into_iter().skip(number * A_PAGE).take(A_PAGE);
    Page {
        entries: entries.collect(),
        number,
        pages,
        total,
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Authority, ChannelId, GuildId, Member};

    use super::super::catalogue::Category;
    use super::*;
    use crate::context::WayBack;

    fn asker(authority: Authority) -> Asker {
        Asker {
            guild: GuildId::new(1).unwrap(),
            channel: ChannelId::new(2).unwrap(),
            member: Member {
                user: UserId::new(3).unwrap(),
                authority,
            },
            roles: Vec::new(),
            name: String::new(),
            message: None,
            permissions: twilight_model::guild::Permissions::empty(),
            may_write: true,
            upload_limit: 8_388_608,
            way_back: WayBack::default(),
        }
    }

    fn names(authority: Authority, include_admin: bool) -> Vec<String> {
        let asker = asker(authority);
        let shown = Shown {
            asker: asker.member.user,
            include_admin,
        };
        let pages = page(entries(), 0, shown, &asker).pages;
        let pages = (0..pages).map(|it| page(entries(), it, shown, &asker));
        pages.flat_map(|it| it.entries).map(|it| it.name).collect()
    }

    #[test]
    fn admins_commands_are_shown_to_admins_who_ask_for_them() {
        let config = "config".to_owned();
        assert!(!names(Authority::Member, true).contains(&config));
        assert!(!names(Authority::Admin, false).contains(&config));
        assert!(names(Authority::Admin, true).contains(&config));
        assert!(names(Authority::Member, false).contains(&"help".to_owned()));
    }

    #[test]
    fn long_lists_have_pages_and_the_longest_page_fits() {
        let entry = |number: usize| Entry {
            name: format!("{number:032}"),
            description: "d".repeat(100),
            category: if number < 50 {
                Category::Reminders
            } else {
                Category::More
            },
            audience: Audience::Everyone,
            in_menu: false,
        };
        let asker = asker(Authority::Member);
        let shown = Shown {
            asker: asker.member.user,
            include_admin: false,
        };
        let mut seen = 0;
        for number in 0..6 {
            let page = page((0..101).map(entry).collect(), number, shown, &asker);
            assert_eq!((page.pages, page.number), (6, number));
            seen += page.entries.len();
            let embeds = view::page(&page, shown).into_data().embeds.unwrap();
            let text = embeds[0].description.as_ref().unwrap();
            assert!(text.chars().count() <= 4096);
        }
        assert_eq!(seen, 101);
        let beyond = page((0..101).map(entry).collect(), 99, shown, &asker);
        assert_eq!(beyond.number, 5);
    }
}
