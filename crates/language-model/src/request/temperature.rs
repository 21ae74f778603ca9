//! How freely a model answers.

/// How freely a model answers: 0 the same each time, 2 almost anything.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Temperature(f64);

/// How freely an answer is wished for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Warmth {
    /// As the guild has set it.
    #[default]
    OfGuild,
    /// As the guild has set it, but no freer than this.
    AtMost(Temperature),
    /// Exactly so, whatever the guild has set.
    Exactly(Temperature),
}

impl Temperature {
    /// The nearest one between 0 and 2; 0 for what is no number.
    ///
    /// ```
    /// use language_model::Temperature;
    ///
    /// assert_eq!(Temperature::clamped(2.5), Temperature::clamped(2.0));
    /// assert_eq!(Temperature::clamped(f64::NAN).get(), 0.0);
    /// ```
    pub const fn clamped(value: f64) -> Self {
        if value.is_nan() {
            return Self(0.0);
        }
        Self(value.clamp(0.0, 2.0))
    }

    /// The number, from 0 to 2.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl Warmth {
    /// What it comes to in a guild that has set `of_guild`.
    ///
    /// ```
    /// use language_model::{Temperature, Warmth};
    ///
    /// let [cold, warm] = [0.5, 0.7].map(Temperature::clamped);
    /// assert_eq!(Warmth::OfGuild.in_guild(warm), warm);
    /// assert_eq!(Warmth::AtMost(cold).in_guild(warm), cold);
    /// assert_eq!(Warmth::AtMost(warm).in_guild(cold), cold);
    /// assert_eq!(Warmth::Exactly(warm).in_guild(cold), warm);
    /// ```
    pub fn in_guild(self, of_guild: Temperature) -> Temperature {
        match self {
            Self::OfGuild => of_guild,
            Self::AtMost(most) => Temperature(most.0.min(of_guild.0)),
            Self::Exactly(exactly) => exactly,
        }
    }
}
