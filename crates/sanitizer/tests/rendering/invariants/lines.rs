//! Texts for models and logs: one line, within the limit, with nothing left that was to be taken out.

use sanitizer::{
    LOG_REASON_MAX, autocomplete_label, safe_log_message, safe_prompt, safe_prompt_within,
};

use super::limits;

const MARKER: &str = "[User input sanitized]";

pub(super) fn check_prompts(text: &str) {
    let whole = safe_prompt(text, None);
    for max in limits(text, whole.as_str().chars().count()) {
        let prompt = safe_prompt_within(text, None, max);
        assert!(
            prompt.as_str().chars().count() <= max,
            "{:?} is longer than {max}",
            prompt.as_str()
        );
        is_line(prompt.as_str());
    }
    let rest = without_marker(whole.as_str());
    assert!(
        whole.flags().is_empty() || whole.as_str().starts_with(MARKER),
        "{text:?} is not marked"
    );
    // What has no phrase to cut is flagged and kept, a second time as the first.
    let again = safe_prompt(rest, None);
    assert_eq!(
        without_marker(again.as_str()),
        rest,
        "a second pass takes more out of {text:?}"
    );
    if whole.flags().is_empty() {
        assert!(again.flags().is_empty(), "{rest:?} is honest only once");
    }
}

fn without_marker(prompt: &str) -> &str {
    prompt.strip_prefix(MARKER).map_or(prompt, str::trim_start)
}

pub(super) fn check_logs(text: &str) {
    for max in limits(text, text.chars().count())
        .into_iter()
        .chain([LOG_REASON_MAX])
    {
        let message = safe_log_message(text, max).into_string();
        assert!(
            message.chars().count() <= max,
            "{message:?} is longer than {max}"
        );
        is_line(&message);
        assert_eq!(
            safe_log_message(&message, max).as_str(),
            message,
            "a second pass changes the message"
        );
        let label = autocomplete_label(text, max);
        assert!(
            label.chars().count() <= max,
            "{label:?} is longer than {max}"
        );
        is_line(&label);
    }
}

fn is_line(line: &str) {
    assert!(
        !line.contains(|c: char| c.is_control()),
        "{line:?} has control characters"
    );
    assert_eq!(line.trim(), line, "{line:?} begins or ends with a blank");
}
