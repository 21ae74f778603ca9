//! What a test has happen on Discord, and what it asks of what has happened.

use kernel::{RoleId, UserId};

use super::{Call, Failing, InMemoryRooms, Room};
use crate::faq::FaqId;
use crate::{CategoryLook, Line, Overwrite, Ping, TicketId};

impl InMemoryRooms {
    /// Has the category look so from now on; none: it is gone.
    pub fn has_category(&self, look: Option<CategoryLook>) {
        self.kept().look = look;
    }

    /// Has the next `times` calls of this kind fail, as what Discord may do the next time.
    pub fn fails(&self, call: Call, times: u32) {
        self.fails_with(call, times, Failing::Later);
    }

    /// Has the next `times` calls of this kind fail so.
    pub fn fails_with(&self, call: Call, times: u32, failing: Failing) {
        self.kept().failing.insert(call, (times, failing));
    }

    /// Has no buttons of this ticket be refreshed: Discord never answers.
    pub fn hangs(&self, ticket: TicketId) {
        self.kept().hanging = Some(ticket);
    }

    /// Has the next channel be made without that anybody hears of it.
    pub fn loses_an_answer(&self) {
        self.kept().loses_answer = true;
    }

    /// Has this role stand in for staff where a guild has chosen none.
    pub fn stands_in(&self, role: RoleId) {
        self.kept().stand_in = Some(role);
    }

    /// Somebody makes a channel of this name, for no ticket.
    pub fn has_another(&self, name: &str) {
        let mut kept = self.kept();
        kept.add(Room::new(None, name, Vec::new()));
    }

    /// The tickets whose people were pinged by a message with buttons, once for each message.
    pub fn called(&self) -> Vec<TicketId> {
        self.kept().called.clone()
    }

    /// How often somebody looked at the category.
    pub fn looks(&self) -> u32 {
        self.kept().looks
    }

    /// Every channel there is.
    pub fn all(&self) -> Vec<Room> {
        self.kept().rooms.values().cloned().collect()
    }

    /// Every line that was said, and who was pinged with it.
    pub fn said(&self) -> Vec<(Line, Ping)> {
        let said = self.kept().said.clone().into_iter();
        said.map(|(_, line, ping)| (line, ping)).collect()
    }

    /// So many minutes pass that Discord would say again what was said before.
    pub fn forgets_nonces(&self) {
        self.kept().nonces.clear();
    }

    /// The answers that were offered, message by message.
    pub fn offered(&self) -> Vec<Vec<FaqId>> {
        self.kept().offered.values().cloned().collect()
    }

    /// The tickets whose requesters were asked whether they are still needed.
    pub fn asked(&self) -> Vec<TicketId> {
        self.kept().asked.values().copied().collect()
    }

    /// Has somebody delete a role.
    pub fn loses_role(&self, role: RoleId) {
        self.kept().lost_roles.push(role);
    }

    /// Whether questions reach requesters from now on.
    pub fn can_be_asked(&self, they_can: bool) {
        self.kept().is_deaf = !they_can;
    }

    /// Lets somebody write in every channel by an overwrite of their own.
    pub fn adds(&self, member: UserId) {
        for room in self.kept().rooms.values_mut() {
            room.overwrites.push(Overwrite::of_requester(member));
        }
    }

    /// Has somebody delete the buttons in every channel.
    pub fn loses_buttons(&self) {
        for room in self.kept().rooms.values_mut() {
            room.control = None;
        }
    }

    /// Has somebody delete every channel.
    pub fn lose_all(&self) {
        self.kept().rooms.clear();
    }
}
