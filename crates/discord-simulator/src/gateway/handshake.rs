//! IDENTIFY and RESUME: who may open a session, and what it is sent first.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::{
    intents,
    session::{Frame, Session},
};
use crate::{
    options::Options,
    world::{World, flags_for, snowflakes::Id},
};

/// A connection is refused with one of Discord's close codes.
#[derive(Debug)]
pub(crate) enum Denied {
    Close(u16, &'static str),
    /// `INVALID_SESSION`; the flag says whether a RESUME may work later.
    InvalidSession(bool),
}

impl World {
    /// Opens a session and sends READY and the servers; answers with the session's id.
    pub(crate) fn identify(
        &mut self,
        data: &Value,
        outgoing: UnboundedSender<Frame>,
        options: &Options,
        session_id: String,
    ) -> Result<String, Denied> {
        let (intents, shard) = self.check_identify(data)?;
        if self.wishes.refuse_identifies > 0 {
            self.wishes.refuse_identifies -= 1;
            return Err(Denied::InvalidSession(false));
        }
        self.take_turn(
            shard.0 % options.max_concurrency.max(1),
            options.identify_interval,
        )?;
        let mut session = Session {
            id: session_id.clone(),
            intents,
            shard,
            sequence: 0,
            buffer: std::collections::VecDeque::new(),
            outgoing: Some(outgoing),
        };
        let guilds: Vec<Id> = self
            .guilds
            .keys()
            .copied()
            .filter(|id| self.bot_is_in(*id))
            .collect();
        let guilds: Vec<Id> = guilds
            .into_iter()
            .filter(|id| session.covers(Some(*id)))
            .collect();
        session.send("READY", &self.ready(&session, &guilds));
        let hears = |id: &Id| {
            intents & intents::GUILDS != 0 && self.guilds.get(id).is_some_and(|it| it.available)
        };
        for guild in guilds.into_iter().filter(hears) {
            session.send("GUILD_CREATE", &self.guild_create(guild, intents));
        }
        self.sessions.push(session);
        self.counters.identifies += 1;
        Ok(session_id)
    }

    /// Continues a session: replays what was missed, then RESUMED.
    pub(crate) fn resume(
        &mut self,
        data: &Value,
        outgoing: UnboundedSender<Frame>,
    ) -> Result<String, Denied> {
        if !self.is_our_token(&data["token"]) {
            return Err(Denied::Close(4004, "Authentication failed."));
        }
        if self.wishes.refuse_resumes > 0 {
            self.wishes.refuse_resumes -= 1;
            return Err(Denied::InvalidSession(false));
        }
        let id = data["session_id"].as_str().unwrap_or_default();
        let sequence = data["seq"].as_u64().unwrap_or_default();
        let session = self
            .sessions
            .iter_mut()
            .find(|it| it.id == id)
            .ok_or(Denied::InvalidSession(false))?;
        session.outgoing = Some(outgoing);
        if !session.replay_after(sequence) {
            session.outgoing = None;
            return Err(Denied::InvalidSession(false));
        }
        session.send("RESUMED", &json!({"_trace": []}));
        let id = session.id.clone();
        self.counters.resumes += 1;
        Ok(id)
    }

    /// Shards of one bucket identify one after the other, with a pause between them.
    fn take_turn(&mut self, bucket: u64, interval: Duration) -> Result<(), Denied> {
        let now = Instant::now();
        let last = self.last_identify.insert(bucket, now);
        if last.is_some_and(|last| now - last < interval) {
            return Err(Denied::InvalidSession(false));
        }
        Ok(())
    }

    fn check_identify(&self, data: &Value) -> Result<(u64, (u64, u64)), Denied> {
        if !self.is_our_token(&data["token"]) {
            return Err(Denied::Close(4004, "Authentication failed."));
        }
        let intents = data["intents"]
            .as_u64()
            .ok_or(Denied::Close(4013, "Invalid intent(s)."))?;
        if intents & !intents::ALL != 0 {
            return Err(Denied::Close(4013, "Invalid intent(s)."));
        }
        if intents & intents::PRIVILEGED & !self.application.allowed_intents != 0 {
            return Err(Denied::Close(4014, "Disallowed intent(s)."));
        }
        let shard = match data["shard"].as_array() {
            None => (0, 1),
            Some(pair) => match (
                pair.first().and_then(Value::as_u64),
                pair.get(1).and_then(Value::as_u64),
            ) {
                (Some(id), Some(count)) if id < count => (id, count),
                _ => return Err(Denied::Close(4010, "Invalid shard.")),
            },
        };
        if data["properties"].is_object() {
            Ok((intents, shard))
        } else {
            Err(Denied::Close(4002, "Decode error."))
        }
    }

    fn is_our_token(&self, token: &Value) -> bool {
        token
            .as_str()
            .is_some_and(|it| it.trim_start_matches("Bot ") == self.application.token)
    }

    fn ready(&self, session: &Session, guilds: &[Id]) -> Value {
        let guilds: Vec<_> = guilds
            .iter()
            .map(|id| json!({"id": id.to_string(), "unavailable": true}))
            .collect();
        let user = self
            .users
            .get(&self.application.bot)
            .map(crate::world::people::User::current_json);
        json!({
            "v": 10, "user": user, "guilds": guilds, "session_id": session.id, "resume_gateway_url": self.gateway_url,
            "shard": [session.shard.0, session.shard.1], "session_type": "normal", "private_channels": [],
            "relationships": [], "presences": [], "geo_ordered_rtc_regions": [], "_trace": [],
            "application": {"id": self.application.id.to_string(), "flags": flags_for(self.application.allowed_intents)},
        })
    }
}
