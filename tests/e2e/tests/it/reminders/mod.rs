//! The reminder commands, as members use them.

mod add;
mod after;
mod delete;
mod edit;
mod image;
mod link;
mod list;
mod live_session;

/// The number in "(ID 12)".
fn id_in(reply: &str) -> u64 {
    let id = reply
        .split_once("(ID ")
        .and_then(|it| it.1.split_once(')'))
        .map(|it| it.0);
    id.unwrap_or_else(|| panic!("no ID in {reply}"))
        .parse()
        .expect("an ID is a number")
}
