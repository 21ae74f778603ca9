//! What the language model does for tickets: summaries of closed ones, answers that are proposed, replies that are drafted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use access_core::RememberedMembers;
use adapter_discord::rest::Rest;
use adapter_discord::{
    GuildDirectory, LogChannel, ProposalChannel, TicketLogChannel, TicketMessages, TicketReplies,
    TicketSummaries,
};
use async_trait::async_trait;
use kernel::Clock;
use language_model::ModelService;
use tickets_core::ClosedTickets;
use tickets_core::drafts::{DocumentSource, Documents, DraftPorts, Drafts};
use tickets_core::faq::Faq;
use tickets_core::summary::{EveryGuild, Summaries, SummaryPorts};
use tickets_core::topics::{ProposalBoard, ProposalPorts, Proposals};

use crate::roster::StaffByRole;
use crate::wiring::Stores;

/// What it is made of.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) stores: &'a Stores,
    pub(crate) rest: &'a Rest,
    pub(crate) directory: &'a Arc<GuildDirectory>,
    pub(crate) log: &'a LogChannel,
    pub(crate) model: &'a ModelService,
    pub(crate) faq: &'a Faq,
    pub(crate) clock: &'a Arc<dyn Clock>,
    pub(crate) members: &'a RememberedMembers,
    /// Where the documents are.
    pub(crate) documents: &'a Path,
}

/// What there is of it.
pub(crate) struct Assistance {
    pub(crate) closed: ClosedTickets,
    pub(crate) proposals: Proposals,
    pub(crate) board: Arc<dyn ProposalBoard>,
    pub(crate) drafts: Drafts,
}

/// All of it over these parts.
pub(crate) fn over(parts: &Parts<'_>) -> Assistance {
    let Parts {
        stores,
        rest,
        directory,
        clock,
        ..
    } = *parts;
    let reader = Arc::new(stores.cached_settings.clone());
    let log = Arc::new(TicketLogChannel::new(parts.log.clone(), reader.clone()));
    let messages = Arc::new(TicketMessages::new(rest.clone()));
    let roster = Arc::new(StaffByRole {
        members: parts.members.clone(),
        settings: reader.clone(),
    });
    let proposals = Proposals::new(
        ProposalPorts {
            store: stores.faq.clone(),
            topics: stores.summaries.clone(),
            clock: clock.clone(),
        },
        parts.faq.clone(),
    );
    let summaries = Summaries::new(SummaryPorts {
        store: stores.summaries.clone(),
        tickets: stores.tickets.clone(),
        messages: messages.clone(),
        roster: roster.clone(),
        model: Arc::new(parts.model.clone()),
        rooms: Arc::new(TicketSummaries::new(rest.clone(), directory.clone())),
        // Nothing is sold.
        rights: Arc::new(EveryGuild),
        log: log.clone(),
        clock: clock.clone(),
        chance: kernel::chance,
    });
    let board = Arc::new(ProposalChannel::new(
        rest.clone(),
        directory.clone(),
        reader.clone(),
    ));
    let drafts = Drafts::new(DraftPorts {
        tickets: stores.tickets.clone(),
        messages,
        roster,
        faq: parts.faq.clone(),
        documents: Documents::new(Arc::new(DocumentFiles(parts.documents.to_owned()))),
        model: Arc::new(parts.model.clone()),
        store: stores.suggestions.clone(),
        rooms: Arc::new(TicketReplies::new(rest.clone(), directory.clone())),
        settings: reader,
        log,
        clock: clock.clone(),
    });
    Assistance {
        closed: ClosedTickets::new(
            summaries,
            proposals.clone(),
            board.clone(),
            stores.tickets.clone(),
        ),
        proposals,
        board,
        drafts,
    }
}

/// The Markdown files of a directory.
struct DocumentFiles(PathBuf);

#[async_trait]
impl DocumentSource for DocumentFiles {
    async fn read(&self) -> Vec<(String, String)> {
        let directory = self.0.clone();
        let read = tokio::task::spawn_blocking(move || read_all(&directory)).await;
        read.unwrap_or_default()
    }
}

fn read_all(directory: &Path) -> Vec<(String, String)> {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            tracing::info!(directory = %directory.display(), "there are no documents to draft replies from");
            return Vec::new();
        }
        Err(error) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                directory = %directory.display(),
                "the documents to draft replies from cannot be read"
            );
            return Vec::new();
        }
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "md"));
    files.sort();
    files.iter().filter_map(|it| read_one(it)).collect()
}

fn read_one(file: &Path) -> Option<(String, String)> {
    let name = file.file_name()?.to_string_lossy().into_owned();
    match std::fs::read_to_string(file) {
        Ok(text) => Some((name, text)),
        Err(error) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                file = name,
                "a document could not be read and is left out"
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn documents_that_can_be_read_are_and_others_are_left_out() {
        let here = tempfile::tempdir().unwrap();
        std::fs::write(here.path().join("b.md"), "# B").unwrap();
        std::fs::write(here.path().join("a.md"), "# A").unwrap();
        std::fs::write(here.path().join("broken.md"), [0xFF, 0xFE]).unwrap();
        std::fs::write(here.path().join("notes.txt"), "no").unwrap();
        let read = DocumentFiles(here.path().to_owned()).read().await;
        let names: Vec<_> = read.iter().map(|it| &*it.0).collect();
        assert_eq!(names, ["a.md", "b.md"]);
        let missing = here.path().join("missing");
        assert_eq!(DocumentFiles(missing).read().await, []);
    }
}
