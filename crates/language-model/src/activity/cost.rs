//! What answers cost whoever runs the bot.

use std::collections::HashMap;

use crate::{ModelName, Tokens};

/// What a model costs, in millionths of whatever money the operator counts in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tariff {
    /// For a million tokens that it reads.
    pub prompt: u64,
    /// For a million tokens that it writes.
    pub completion: u64,
}

/// What each model costs, as far as the operator has said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tariffs(HashMap<ModelName, Tariff>);

impl Tariffs {
    /// What an answer cost, in millionths and rounded up; none where nobody has said what its model costs.
    ///
    /// ```
    /// use language_model::{Tariff, Tariffs, Tokens};
    ///
    /// let model = "small".parse()?;
    /// let tariffs: Tariffs = [("small".parse()?, Tariff { prompt: 150_000, completion: 600_000 })].into_iter().collect();
    /// let tokens = Tokens { prompt: 2_000, completion: 500 };
    /// assert_eq!(tariffs.cost(&model, tokens), Some(600));
    /// assert_eq!(tariffs.cost(&"other".parse()?, tokens), None);
    /// # Ok::<(), language_model::NoModelName>(())
    /// ```
    pub fn cost(&self, model: &ModelName, tokens: Tokens) -> Option<u64> {
        const MILLION: u128 = 1_000_000;
        let tariff = self.0.get(model)?;
        let of = |price: u64, tokens: u64| u128::from(price) * u128::from(tokens);
        let millionths =
            of(tariff.prompt, tokens.prompt) + of(tariff.completion, tokens.completion);
        Some(u64::try_from(millionths.div_ceil(MILLION)).unwrap_or(u64::MAX))
    }
}

impl FromIterator<(ModelName, Tariff)> for Tariffs {
    fn from_iter<T: IntoIterator<Item = (ModelName, Tariff)>>(tariffs: T) -> Self {
        Self(tariffs.into_iter().collect())
    }
}
