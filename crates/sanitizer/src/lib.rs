//! Untrusted text made safe for the place where it is shown.
#![doc = include_str!("../README.md")]

mod angle;
mod blanks;
mod body;
mod characters;
mod confusables;
mod cut;
mod embed;
mod flags;
mod fold;
mod formatted;
mod label;
mod log;
mod markdown;
mod mentions;
mod prompt;
mod redaction;
mod removal;
mod safe_text;
mod urls;

pub use body::{safe_embed_body, safe_embed_body_with_flags};
pub use cut::beginning;
pub use embed::{
    DESCRIPTION_MAX, EMBED_TITLE_MAX, FIELD_NAME_MAX, FIELD_VALUE_MAX, safe_embed_text,
    safe_embed_text_with_flags,
};
pub use flags::{Flag, Flags, Sanitized};
pub use formatted::{admin_embed_markdown, safe_embed_markdown};
pub use label::autocomplete_label;
pub use log::{LOG_REASON_MAX, safe_log_message, safe_log_message_with_flags};
pub use markdown::{escape_markdown, escape_markdown_with_flags};
pub use mentions::{
    strip_mentions, strip_mentions_keeping_lines, strip_mentions_keeping_lines_with_flags,
    strip_mentions_with_flags,
};
pub use prompt::{
    PROMPT_MAX, PromptFlag, PromptText, safe_prompt, safe_prompt_with_flags, safe_prompt_within,
    safe_prompt_within_with_flags,
};
pub use redaction::{Redacted, Sensitive, redact};
pub use safe_text::{EmbedBody, EmbedText, LogText};
pub use urls::{Urls, url_filter, url_filter_with_flags};
