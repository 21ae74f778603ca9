//! The language model: which service has it, what it costs, and how often members may ask it.

use adapter_openai::OpenAiOptions;
use language_model::{ModelName, ModelRules, Tariff, Tariffs, Temperature};

use super::reader::Reader;

/// A current small model, where the operator names none.
const MODEL: &str = "gpt-4.1-mini";
/// How freely answers are where a guild's own choice cannot be read: what the setting has by default.
const TEMPERATURE: Temperature = Temperature::clamped(0.7);
/// Nobody asks more often than this in a day.
const MOST_A_DAY: u32 = 100_000;

/// The language model. Without a key everything else works, and commands that need it say that it is not there.
#[derive(Debug, Clone)]
pub struct ModelOptions {
    /// Which service has it, and how long it may take.
    pub service: OpenAiOptions,
    /// The model of guilds that have chosen none.
    pub model: ModelName,
    /// How many answers a day each member has in each server; none for as many as they like.
    pub free_daily_limit: Option<u32>,
    /// What models cost, as far as the operator has said.
    pub tariffs: Tariffs,
}

impl Default for ModelOptions {
    /// No key, a small model, as many answers as members like.
    fn default() -> Self {
        Self {
            service: OpenAiOptions::default(),
            model: MODEL.parse().expect("letters, digits, . and -"),
            free_daily_limit: None,
            tariffs: Tariffs::default(),
        }
    }
}

impl ModelOptions {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let usual = Self::default();
        let service = OpenAiOptions {
            key: reader.secret("OPENAI_API_KEY"),
            base_url: reader.text("OPENAI_BASE_URL"),
            ..usual.service
        };
        if let Err(wrong) = service.check() {
            reader.problem(wrong.to_string());
        }
        let limit = reader.number("GPT_DAILY_LIMIT_FREE", 0, 0..=MOST_A_DAY);
        let prices = "what models cost, like small-1=0.40/1.60, separated by commas";
        Self {
            service,
            model: model(reader).unwrap_or(usual.model),
            free_daily_limit: Some(limit).filter(|it| *it > 0),
            tariffs: reader
                .list("OPENAI_PRICES", prices, price)
                .into_iter()
                .collect(),
        }
    }

    /// What holds for every question.
    pub(crate) fn rules(&self) -> ModelRules {
        ModelRules {
            model: self.model.clone(),
            temperature: TEMPERATURE,
            free_daily_limit: self.free_daily_limit,
            tariffs: self.tariffs.clone(),
        }
    }
}

fn model(reader: &mut Reader<'_>) -> Option<ModelName> {
    let name = reader.text("OPENAI_MODEL")?.parse();
    if let Err(wrong) = &name {
        reader.problem(format!("OPENAI_MODEL is wrong: {wrong}"));
    }
    name.ok()
}

/// A model's name and what a million tokens of questions and of answers cost.
fn price(text: &str) -> Option<(ModelName, Tariff)> {
    let (name, prices) = text.split_once('=')?;
    let (prompt, completion) = prices.split_once('/')?;
    let tariff = Tariff {
        prompt: millionths(prompt)?,
        completion: millionths(completion)?,
    };
    Some((name.trim().parse().ok()?, tariff))
}

/// An amount with up to six digits behind its point, in millionths.
fn millionths(text: &str) -> Option<u64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let are_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    if !are_digits(whole) || !are_digits(part) || part.len() > 6 {
        return None;
    }
    let part: u64 = format!("{part:0<6}").parse().ok()?;
    let whole: u64 = whole.parse().ok()?;
    whole.checked_mul(1_000_000)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use language_model::Tokens;

    use crate::config::testing::{config, problems};

    #[test]
    fn without_a_variable_members_may_ask_as_often_as_they_like_but_nobody_answers() {
        let model = config(&[]).model;
        assert!(model.service.key.is_none());
        assert_eq!(model.free_daily_limit, None);
        assert_eq!(model.model.as_str(), "gpt-4.1-mini");
        assert_eq!(
            config(&[("GPT_DAILY_LIMIT_FREE", "0")])
                .model
                .free_daily_limit,
            None
        );
        assert_eq!(
            config(&[("GPT_DAILY_LIMIT_FREE", "5")])
                .model
                .free_daily_limit,
            Some(5)
        );
    }

    #[test]
    fn what_cannot_be_used_is_named_before_anything_starts() {
        for (name, wrong) in [
            ("OPENAI_BASE_URL", "http://llm.example/v1"),
            ("OPENAI_MODEL", "two words"),
            ("OPENAI_API_KEY", "a\nkey"),
            ("GPT_DAILY_LIMIT_FREE", "-1"),
            ("OPENAI_PRICES", "mine"),
            ("OPENAI_PRICES", "mine=1,5/2"),
            ("OPENAI_PRICES", "mine=0.1234567/2"),
            ("OPENAI_PRICES", "two words=1/2"),
        ] {
            let said = problems(&[(name, wrong)]);
            assert!(said.contains(name) && !said.contains(wrong), "{said}");
        }
    }

    #[test]
    fn prices_are_of_a_million_tokens() {
        let model = config(&[("OPENAI_PRICES", "small-1=0.4/1.60, large=10/30")]).model;
        let tokens = Tokens {
            prompt: 1_000_000,
            completion: 500_000,
        };
        let cost = |name: &str| model.tariffs.cost(&name.parse().unwrap(), tokens);
        assert_eq!(cost("small-1"), Some(400_000 + 800_000));
        assert_eq!(cost("large"), Some(10_000_000 + 15_000_000));
        assert_eq!(cost("other"), None);
    }
}
