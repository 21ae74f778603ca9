//! Where to look at what the story has left behind, and what to type.

use std::fmt;
use std::net::SocketAddr;

/// The API of the demo, and what shows that somebody may ask it.
pub(crate) struct Addresses<'a> {
    /// Where it listens.
    pub(super) api: SocketAddr,
    /// A key of this demo alone.
    pub(super) key: &'a str,
    /// The community.
    pub(super) guild: String,
    /// Its owner, for whom the examples ask.
    pub(super) owner: String,
    /// A channel of it.
    pub(super) channel: String,
}

impl fmt::Display for Addresses<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            api,
            key,
            guild,
            owner,
            channel,
        } = self;
        let who = format!("-H 'X-API-Key: {key}' -H 'X-User-Id: {owner}'");
        let reminders = format!("http://{api}/api/dashboard/{guild}/reminders");
        let body = format!(
            r#"{{"message":"Bring dice","channel_id":"{channel}","time":"20:00","days":[0]}}"#
        );
        writeln!(f, "API:     http://{api}/docs")?;
        writeln!(f, "Health:  http://{api}/health")?;
        writeln!(f, "Metrics: http://{api}/metrics")?;
        writeln!(f)?;
        writeln!(f, "Ask for the reminders of the community, as its owner:")?;
        writeln!(f, "  curl -s {reminders} {who}")?;
        writeln!(f, "Make one:")?;
        writeln!(
            f,
            "  curl -s {reminders} {who} -H 'Content-Type: application/json' -d '{body}'"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_type_names_the_address_the_key_and_whom_to_ask_for() {
        let addresses = Addresses {
            api: SocketAddr::from(([127, 0, 0, 1], 4711)),
            key: "the-key",
            guild: "111".to_owned(),
            owner: "222".to_owned(),
            channel: "333".to_owned(),
        };
        let words = addresses.to_string();
        for wanted in [
            "API:     http://127.0.0.1:4711/docs\n",
            "Health:  http://127.0.0.1:4711/health\n",
            "Metrics: http://127.0.0.1:4711/metrics\n",
            "  curl -s http://127.0.0.1:4711/api/dashboard/111/reminders \
             -H 'X-API-Key: the-key' -H 'X-User-Id: 222'\n",
            r#"-d '{"message":"Bring dice","channel_id":"333","time":"20:00","days":[0]}'"#,
        ] {
            assert!(words.contains(wanted), "{words}");
        }
    }
}
