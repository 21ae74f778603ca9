//! The town's support: a category for tickets, helpers, and the bot's log.

use discord_simulator::{Channel, ChannelKind, Guild, Message, Permissions};

use crate::{PATIENCE, Town, eventually};

impl Town {
    /// Sets tickets up as Sara would: Karim becomes one of the helpers, tickets are made in "Support" and told of in
    /// `#bot-log`.
    pub async fn set_up_tickets(&self) {
        self.may_make_tickets();
        self.guild.add_channel("Support", ChannelKind::Category);
        let helpers = self.guild.add_role(
            "Helpers",
            Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES,
        );
        let crew = self.guild.role("Crew");
        self.guild
            .set_roles(&self.member("karim"), &[crew, helpers]);
        for command in [
            "/config system set_log_channel channel:#bot-log",
            "/config ticketbot set_category category:#Support",
            "/config ticketbot set_staff_role role:@Helpers",
        ] {
            let reply = self.says("sara", command).await;
            assert!(reply.contains("✅"), "{command}: {reply}");
        }
    }

    /// Gives the bot the permissions that the README has it invited with.
    pub fn may_make_tickets(&self) {
        allow_tickets(&self.guild);
    }

    /// Opens a ticket as this member would, and returns its channel.
    pub async fn opens_ticket(&self, name: &str, description: &str) -> Channel {
        let command = format!("/ticket description:\"{description}\"");
        let reply = self.says(name, &command).await;
        let channel = reply.split_once("#ticket-").map(|it| {
            it.1.chars()
                .take_while(char::is_ascii_digit)
                .collect::<String>()
        });
        let number = channel.unwrap_or_else(|| panic!("no ticket was opened: {reply}"));
        self.channel(&format!("ticket-{number}"))
    }

    /// Writes an answer of the FAQ as Sara would, and returns its number.
    pub async fn writes_answer(&self, title: &str, answer: &str, keywords: &str) -> String {
        let sara = self.member("sara").in_channel(&self.channel("general"));
        let form = sara.runs("/faq add").await.expect("Sara writes");
        let fields = [("Title", title), ("Answer", answer), ("Keywords", keywords)];
        let added = form.submits(&fields).await.expect("the form is taken");
        let added = added.to_string();
        let number = added
            .split_once("Added: [")
            .and_then(|it| it.1.split_once(']'));
        number
            .unwrap_or_else(|| panic!("nothing was added: {added}"))
            .0
            .to_owned()
    }

    /// The message with a ticket's buttons.
    pub fn control_of(&self, ticket: &Channel) -> Message {
        let messages = ticket.messages();
        let control = messages.iter().find(|it| is_control(it));
        control
            .cloned()
            .unwrap_or_else(|| panic!("no buttons in #{}:\n{}", ticket.name(), self.reads(ticket)))
    }

    /// Waits until a channel reads so, and returns what it reads.
    pub async fn reads_at_last(&self, channel: &Channel, words: &str) -> String {
        let came = eventually(PATIENCE, async || self.reads(channel).contains(words)).await;
        let read = self.reads(channel);
        assert!(came, "#{} never read {words}:\n{read}", channel.name());
        read
    }

    /// Waits until the message with a ticket's buttons shows this.
    pub async fn shows_at_last(&self, ticket: &Channel, words: &str) {
        let shown = || self.simulator.rendered(&self.control_of(ticket));
        let came = eventually(PATIENCE, async || shown().contains(words)).await;
        assert!(came, "the buttons never showed {words}:\n{}", shown());
    }

    /// Waits until nothing is left to do for the tickets of a server.
    pub async fn ticket_work_is_done(&self, guild: &Guild) {
        let done = eventually(PATIENCE, async || {
            self.database.ticket_work_left(guild.id()).await == 0
        });
        assert!(done.await, "work of tickets is left");
    }
}

/// Gives the bot of a server the permissions that the README has it invited with.
pub fn allow_tickets(guild: &Guild) {
    allow_tickets_but(guild, Permissions::NONE);
}

/// The same without these.
pub fn allow_tickets_but(guild: &Guild, lacking: Permissions) {
    let needed = [
        Permissions::VIEW_CHANNEL,
        Permissions::SEND_MESSAGES,
        Permissions::SEND_MESSAGES_IN_THREADS,
        Permissions::EMBED_LINKS,
        Permissions::ATTACH_FILES,
        Permissions::READ_MESSAGE_HISTORY,
        Permissions::MENTION_EVERYONE,
        Permissions::MANAGE_CHANNELS,
        Permissions::MANAGE_ROLES,
        Permissions::MANAGE_MESSAGES,
        Permissions::PIN_MESSAGES,
        Permissions::CREATE_PRIVATE_THREADS,
        Permissions::MANAGE_THREADS,
    ];
    let all = needed
        .into_iter()
        .fold(Permissions::NONE, |all, it| all | it);
    guild.set_bot_permissions(all.without(lacking));
}

/// Whether it is the message with a ticket's buttons.
pub fn is_control(message: &Message) -> bool {
    let rows = message.components.iter();
    rows.filter_map(|it| it["components"].as_array())
        .flatten()
        .any(|it| it["custom_id"] == "ticket_close_btn")
}
