//! Untrusted text made safe for the place where it is shown.
#![doc = include_str!("../README.md")]

mod characters;
mod confusables;
mod cut;
mod embed;
mod fold;
mod label;
mod log;
mod markdown;
mod mentions;
mod prompt;
mod removal;
mod safe_text;
mod secrets;
mod urls;

pub use embed::{
    DESCRIPTION_MAX, EMBED_TITLE_MAX, FIELD_NAME_MAX, FIELD_VALUE_MAX, safe_embed_body,
    safe_embed_text,
};
pub use label::autocomplete_label;
pub use log::{LOG_REASON_MAX, safe_log_message};
pub use markdown::escape_markdown;
pub use mentions::{strip_mentions, strip_mentions_keeping_lines};
pub use prompt::{PROMPT_MAX, PromptFlag, PromptText, safe_prompt, safe_prompt_within};
pub use safe_text::{EmbedBody, EmbedText, LogText};
pub use urls::{Urls, url_filter};
