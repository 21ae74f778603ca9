//! `/export_onboarding`: everybody's answers as a file, for admins.

use chrono::{DateTime, SecondsFormat, Utc};
use kernel::PortFailure;
use onboarding_core::{Answer, AnswerTable, Completed, Language, OptIn};
use serde_json::{Value, json};
use tickets_core::export::{BYTE_ORDER_MARK, Cell, row};
use twilight_interactions::command::{
    CommandInputData, CommandModel, CommandOption, CreateCommand, CreateOption,
};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::guild::Permissions;
use twilight_model::http::attachment::Attachment;

use super::export_view as view;
use crate::attachments::Packing;
use crate::context::{Asker, DiscordContext};
use crate::export::hand_over;
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = ExportCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "export_onboarding",
    desc = "Take out what newcomers answered, as a file (admins)",
    contexts = "guild",
    integration_types = "guild_install",
    default_permissions = "admins"
)]
struct ExportCommand {
    /// For a spreadsheet (csv, unless you choose) or for a program (json)
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, CommandOption, CreateOption)]
enum Format {
    #[default]
    #[option(name = "csv", value = "csv")]
    Csv,
    #[option(name = "json", value = "json")]
    Json,
}

fn admins() -> Permissions {
    Permissions::ADMINISTRATOR
}

pub(crate) fn definition() -> Command {
    ExportCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    if !asker.member.is_admin() {
        return Ok(view::not_admin());
    }
    let Ok(command) = ExportCommand::from_interaction(CommandInputData::from(data.clone())) else {
        return Ok(view::unreadable());
    };
    let completed = context.features.newcomers.answers(asker.guild).await?;
    if completed.is_empty() {
        return Ok(view::no_data());
    }
    let count = completed.len();
    let packed = match command.format.unwrap_or_default() {
        Format::Csv => packed("onboarding.csv", csv(&completed), asker.upload_limit).await,
        Format::Json => {
            packed(
                "onboarding.json",
                json_lines(&completed),
                asker.upload_limit,
            )
            .await
        }
    };
    let body = packed.map(|it| it.map(|files| view::answers(count, files)));
    match hand_over(body, asker, context).await {
        Ok(()) => Ok(Reply::Given),
        Err(instead) => instead,
    }
}

/// The files; none where even ten parts are too few.
async fn packed(
    name: &str,
    pieces: impl Iterator<Item = String> + Send,
    limit: usize,
) -> Result<Option<Vec<Attachment>>, PortFailure> {
    let mut packing = Packing::new(name.to_owned(), limit);
    for piece in pieces {
        if !packing.add(&piece).await? {
            return Ok(None);
        }
    }
    packing.finish().await
}

/// The rows of the table; questions are what admins wrote, and answers what members wrote, so neither may be a formula.
fn csv(completed: &[Completed]) -> impl Iterator<Item = String> + Send + use<> {
    let table = AnswerTable::of(completed);
    let made = |it: &str| Cell::Made(it.to_owned());
    let mut header = vec![made("user_id"), made("timestamp")];
    header.extend(table.questions.iter().map(|it| Cell::Text(it)));
    header.extend(
        [
            "personalized_opt_in",
            "preferred_language",
            "rules_accepted_at",
        ]
        .map(made),
    );
    let header = format!("{BYTE_ORDER_MARK}{}", row(&header));
    let rows = table.rows.into_iter().map(|member| {
        let answers = member.answers.iter();
        let answers: Vec<_> = answers
            .map(|it| it.as_ref().map(Answer::on_a_line))
            .collect();
        let language = member.wishes.language.as_ref().map(Language::code);
        let text = |it: &'_ Option<String>| -> Cell<'static> {
            it.as_ref().map_or(Cell::Empty, |it| guarded(it))
        };
        let mut cells = vec![
            Cell::Made(member.member.get().to_string()),
            Cell::Made(moment(member.at)),
        ];
        cells.extend(answers.iter().map(text));
        let opt_in = member.wishes.opt_in;
        cells.push(opt_in.map_or(Cell::Empty, |it| Cell::Made(it.as_str().to_owned())));
        cells.push(text(&language));
        let accepted = member.rules_accepted_at;
        cells.push(accepted.map_or(Cell::Empty, |it| Cell::Made(moment(it))));
        row(&cells)
    });
    std::iter::once(header).chain(rows)
}

/// A cell of its own with a text in which no formula can be.
fn guarded(text: &str) -> Cell<'static> {
    Cell::Made(tickets_core::export::guarded(text).into_owned())
}

/// A list of objects, one on each line.
fn json_lines(completed: &[Completed]) -> impl Iterator<Item = String> + Send + use<> {
    let members: Vec<_> = completed.iter().map(member).collect();
    let last = members.len().saturating_sub(1);
    let lines = members.into_iter().enumerate().map(move |(place, it)| {
        let comma = if place == last { "" } else { "," };
        format!("{it}{comma}\n")
    });
    let begin = std::iter::once("[\n".to_owned());
    begin.chain(lines).chain(std::iter::once("]\n".to_owned()))
}

fn member(completed: &Completed) -> Value {
    let answers = &completed.answers;
    let given = answers.given.iter().map(|(place, answer)| {
        let asked = completed.asked.get(usize::from(*place));
        json!({
            "position": u32::from(*place) + 1,
            "question": asked.map(|it| it.text.as_str()),
            "type": asked.map(|it| it.kind.word()),
            "answer": match answer {
                Answer::One(value) => json!(value),
                Answer::Many(values) => json!(values),
                Answer::Followed { choice, followup, label } =>
                    json!({ "choice": choice, "followup": followup, "followup_label": label }),
            },
        })
    });
    json!({
        "user_id": completed.member.get().to_string(),
        "timestamp": moment(completed.at),
        "answers": given.collect::<Vec<_>>(),
        "personalized_opt_in": answers.wishes.opt_in.map(OptIn::as_str),
        "preferred_language": answers.wishes.language.as_ref().map(Language::code),
        "rules_accepted_at": answers.rules_accepted_at.map(moment),
    })
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use kernel::UserId;
    use onboarding_core::{Answers, AskedText, QuestionKind, Wishes};

    use super::*;

    fn completed(member: u64, given: &[(u16, Answer)]) -> Completed {
        let asked = ["=HYPERLINK(\"x\")", "E-mail?"].map(|text| AskedText {
            id: None,
            text: text.to_owned(),
            kind: QuestionKind::Text,
        });
        Completed {
            member: UserId::new(member).unwrap(),
            at: DateTime::UNIX_EPOCH,
            nonce: None,
            answers: Answers {
                given: given.iter().cloned().collect(),
                wishes: Wishes {
                    opt_in: None,
                    language: Some(Language::typed("=1+1")),
                },
                rules_accepted_at: Some(DateTime::UNIX_EPOCH),
            },
            asked: asked.to_vec(),
        }
    }

    fn one(text: &str) -> Answer {
        Answer::One(text.to_owned())
    }

    #[test]
    fn a_spreadsheet_shows_what_was_written_and_runs_nothing() {
        let answers = [(0, one("@SUM(A1), \"now\"")), (1, one("ann@example.com"))];
        let text: String = csv(&[completed(7, &answers), completed(8, &[])]).collect();
        assert_eq!(
            text,
            "\u{feff}user_id,timestamp,\"'=HYPERLINK(\"\"x\"\")\",E-mail?,personalized_opt_in,preferred_language,\
             rules_accepted_at\r\n\
             7,1970-01-01T00:00:00Z,\"'@SUM(A1), \"\"now\"\"\",ann@example.com,,other: =1+1,1970-01-01T00:00:00Z\r\n\
             8,1970-01-01T00:00:00Z,,,,other: =1+1,1970-01-01T00:00:00Z\r\n"
        );
    }

    #[test]
    fn a_program_reads_each_member_with_what_they_were_asked() {
        let many = Answer::Many(vec!["a".to_owned(), "b".to_owned()]);
        let text: String = json_lines(&[completed(7, &[(1, many)]), completed(8, &[])]).collect();
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read[0]["user_id"], "7");
        let answer = &read[0]["answers"][0];
        assert_eq!(answer["question"], "E-mail?");
        assert_eq!(answer["answer"], json!(["a", "b"]));
        assert_eq!(read[1]["answers"], json!([]));
    }

    #[test]
    fn the_table_is_for_spreadsheets_unless_json_is_chosen() {
        assert_eq!(Format::default(), Format::Csv);
    }
}
