//! `alphapy links`.

use std::process::ExitCode;

use access_core::{
    AccountId, AccountLinks as _, LinkAccount, LinkOutcome, LinkProof, LinkStore as _,
};
use adapter_postgres::PgAccountLinks;
use clap::{Args, Subcommand};
use kernel::UserId;
use uuid::Uuid;

use super::{WrongInput, migrate, say};
use crate::config::Config;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Action {
    /// Link an account to a Discord user; neither may be linked to another
    Add(Pair),
    /// Take the link between an account and a Discord user away; a running bot forgets it within a minute
    Remove(Pair),
    /// Show the Discord user of an account
    Show {
        /// The account's id at Supabase
        #[arg(value_parser = account)]
        account: Uuid,
    },
}

#[derive(Debug, Clone, Copy, Args)]
struct Pair {
    /// The account's id at Supabase, such as 3f2b8c1e-9d4a-4f6b-8e7c-1a2b3c4d5e6f
    #[arg(value_parser = account)]
    account: Uuid,
    /// The Discord user's id
    #[arg(value_parser = discord_id)]
    discord_id: UserId,
}

fn account(text: &str) -> Result<Uuid, &'static str> {
    text.parse().map_err(|_| {
        "an account's id is a UUID, such as 3f2b8c1e-9d4a-4f6b-8e7c-1a2b3c4d5e6f: copy it from Authentication, Users at Supabase"
    })
}

fn discord_id(text: &str) -> Result<UserId, &'static str> {
    text.parse().map_err(|_| {
        "a Discord user's id is a number, such as 81384788765712384: with the developer mode of Discord, copy it from the user's menu"
    })
}

pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let (database, server) = migrate::open(&config).await?;
    let links = PgAccountLinks::new(database.pool().clone());
    let outcome = act(&links, arguments.action).await;
    database.close().await;
    if let Some(server) = server {
        server.stop().await;
    }
    outcome.map(|it| {
        say(&it);
        ExitCode::SUCCESS
    })
}

/// Does it, and says what came of it.
async fn act(links: &PgAccountLinks, action: Action) -> anyhow::Result<String> {
    match action {
        Action::Add(pair) => add(links, pair).await,
        Action::Remove(Pair {
            account,
            discord_id,
        }) => {
            if links.unlink(AccountId(account), discord_id).await? {
                Ok("The link is gone.".to_owned())
            } else {
                refuse("there is no such link; `alphapy links show` tells which there is")
            }
        }
        Action::Show { account } => match links.discord_user(AccountId(account)).await? {
            Some(user) => Ok(format!("{account} is Discord user {user}.")),
            None => refuse("the account is linked to no Discord user"),
        },
    }
}

async fn add(links: &PgAccountLinks, pair: Pair) -> anyhow::Result<String> {
    let link = LinkAccount {
        account: AccountId(pair.account),
        user: pair.discord_id,
        proof: LinkProof::Admin,
    };
    match links.link(link).await? {
        LinkOutcome::Linked => Ok(format!(
            "{} is Discord user {} from now on.",
            pair.account, pair.discord_id
        )),
        LinkOutcome::AlreadyLinked => Ok("They are linked already.".to_owned()),
        LinkOutcome::AccountTaken => {
            refuse("the account is linked to another Discord user: remove that link first")
        }
        LinkOutcome::UserTaken => {
            refuse("the Discord user is linked to another account: remove that link first")
        }
    }
}

fn refuse(why: &str) -> anyhow::Result<String> {
    Err(WrongInput(why.to_owned()).into())
}

#[cfg(test)]
mod tests {
    use adapter_postgres::testing::fresh_database;

    use super::*;

    fn pair(account: u128, user: u64) -> Pair {
        Pair {
            account: Uuid::from_u128(account),
            discord_id: UserId::new(user).unwrap(),
        }
    }

    #[test]
    fn whoever_types_nonsense_is_told_what_an_id_looks_like() {
        let typed = |words: &[&str]| {
            let command = Arguments::augment_args(clap::Command::new("links"));
            let typed = command.try_get_matches_from([&["links"], words].concat());
            typed.map(|_| ()).map_err(|it| it.to_string())
        };
        let uuid = "3f2b8c1e-9d4a-4f6b-8e7c-1a2b3c4d5e6f";
        assert_eq!(typed(&["add", uuid, "81384788765712384"]), Ok(()));
        for (words, why) in [
            (["show", "nonsense"].as_slice(), "is a UUID"),
            (&["remove", "1", "2"], "is a UUID"),
            (&["add", uuid, "sara"], "is a number"),
        ] {
            let said = typed(words).unwrap_err();
            assert!(said.contains(why), "{words:?}: {said}");
        }
    }

    #[tokio::test]
    async fn an_operator_links_shows_and_unlinks_and_is_told_of_what_is_in_the_way() {
        let database = fresh_database().await;
        let links = PgAccountLinks::new(database.pool().clone());
        let account = Uuid::from_u128(1);
        let show = Action::Show { account };
        assert!(act(&links, show).await.unwrap_err().is::<WrongInput>());
        act(&links, Action::Add(pair(1, 11))).await.unwrap();
        assert!(act(&links, show).await.unwrap().contains("11"));
        let again = act(&links, Action::Add(pair(1, 11))).await.unwrap();
        assert_eq!(again, "They are linked already.");
        for (taken, why) in [
            (pair(1, 12), "the account"),
            (pair(2, 11), "the Discord user"),
        ] {
            let error = act(&links, Action::Add(taken)).await.unwrap_err();
            assert!(error.is::<WrongInput>());
            assert!(error.to_string().starts_with(why), "{error}");
        }
        assert!(act(&links, Action::Remove(pair(1, 12))).await.is_err());
        act(&links, Action::Remove(pair(1, 11))).await.unwrap();
        act(&links, Action::Add(pair(1, 12))).await.unwrap();
    }
}
