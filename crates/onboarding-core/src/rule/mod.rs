//! A rule of a guild: data that cannot be wrong.

mod picture_url;

pub use picture_url::{InvalidPicture, PictureUrl};

use crate::bounded_text::bounded_text;
use crate::{InvalidText, Position};

kernel::row_number!(
    /// The number of a rule. Unique over all guilds, yet only valid together with its guild.
    RuleId,
    /// A text that is no number of a rule.
    InvalidRuleId,
    "not the number of a rule"
);

bounded_text!(
    /// What a rule is called.
    RuleTitle,
    256,
    one_line
);

bounded_text!(
    /// What a rule says. Markdown, links and lines stay: admins write it.
    RuleDescription,
    4000,
    with_lines
);

/// What newcomers accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it is called.
    pub title: RuleTitle,
    /// What it says.
    pub description: RuleDescription,
    /// A small picture beside it.
    pub thumbnail: Option<PictureUrl>,
    /// A large picture below it.
    pub image: Option<PictureUrl>,
}

/// Why a rule cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRule {
    /// Its title.
    #[error("the title: {0}")]
    Title(InvalidText),
    /// What it says.
    #[error("the description: {0}")]
    Description(InvalidText),
    /// The small picture.
    #[error("the thumbnail: {0}")]
    Thumbnail(InvalidPicture),
    /// The large picture.
    #[error("the image: {0}")]
    Image(InvalidPicture),
}

impl Rule {
    /// The rule of these texts; a picture that is blank is none.
    ///
    /// ```
    /// use onboarding_core::{InvalidPicture, InvalidRule, Rule};
    ///
    /// assert!(Rule::new("Be kind", "To everyone.", Some("https://example.com/heart.png"), None).is_ok());
    /// let refused = Rule::new("Be kind", "To everyone.", None, Some("http://example.com/heart.png"));
    /// assert_eq!(refused, Err(InvalidRule::Image(InvalidPicture::NotHttps)));
    /// ```
    pub fn new(
        title: &str,
        description: &str,
        thumbnail: Option<&str>,
        image: Option<&str>,
    ) -> Result<Self, InvalidRule> {
        let picture = |it: Option<&str>| {
            let typed = it.map(str::trim).filter(|it| !it.is_empty());
            typed.map(PictureUrl::new).transpose()
        };
        Ok(Self {
            title: RuleTitle::new(title).map_err(InvalidRule::Title)?,
            description: RuleDescription::new(description).map_err(InvalidRule::Description)?,
            thumbnail: picture(thumbnail).map_err(InvalidRule::Thumbnail)?,
            image: picture(image).map_err(InvalidRule::Image)?,
        })
    }
}

/// A rule in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildRule {
    /// Its number.
    pub id: RuleId,
    /// Where it stands: no two of a guild stand in the same place.
    pub position: Position,
    /// Whether it is shown.
    pub enabled: bool,
    /// What is shown.
    pub rule: Rule,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_a_rule_is_named_when_it_is_wrong() {
        let blank = InvalidText::Blank;
        assert_eq!(
            Rule::new(" ", "x", None, None),
            Err(InvalidRule::Title(blank))
        );
        assert_eq!(
            Rule::new("x", "", None, None),
            Err(InvalidRule::Description(blank))
        );
        let long = "x".repeat(4001);
        assert_eq!(
            Rule::new("x", &long, None, None),
            Err(InvalidRule::Description(InvalidText::TooLong(4000)))
        );
        let odd = Some("ftp://example.com/x");
        let why = InvalidPicture::NotHttps;
        assert_eq!(
            Rule::new("x", "y", odd, None),
            Err(InvalidRule::Thumbnail(why))
        );
        assert_eq!(Rule::new("x", "y", None, odd), Err(InvalidRule::Image(why)));
    }

    #[test]
    fn a_rule_keeps_its_paragraphs_and_links_and_needs_no_picture() {
        let text = "**Be kind.**\n\nSee https://example.com";
        let rule = Rule::new("  One\nrule ", text, Some(" "), None).unwrap();
        assert_eq!(rule.title.as_str(), "One rule");
        assert_eq!(rule.description.as_str(), text);
        assert_eq!((rule.thumbnail, rule.image), (None, None));
    }
}
