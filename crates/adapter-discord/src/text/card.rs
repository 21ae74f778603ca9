//! An embed, built out of what may be shown.

use chrono::{DateTime, Utc};
use sanitizer::EmbedText;
use settings_core::Severity;
use twilight_model::channel::message::Embed;
use twilight_model::util::Timestamp;
use twilight_util::builder::embed::{
    EmbedAuthorBuilder, EmbedBuilder, EmbedFieldBuilder, EmbedFooterBuilder, ImageSource,
};

use super::Rich;

/// The colour at an embed's edge.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Colour {
    /// Something came about.
    Green,
    /// For information.
    Blue,
    /// Worth a look.
    Orange,
    /// Something failed.
    Red,
    /// Somebody is at it.
    Gold,
    /// It waits for somebody.
    LightGrey,
    /// It is over.
    DarkGrey,
}

impl Colour {
    fn rgb(self) -> u32 {
        match self {
            Self::Green => 0x2E_CC71,
            Self::Blue => 0x34_98DB,
            Self::Orange => 0xE6_7E22,
            Self::Red => 0xE7_4C3C,
            Self::Gold => 0xF1_C40F,
            Self::LightGrey => 0x97_9C9F,
            Self::DarkGrey => 0x60_7D8B,
        }
    }
}

impl From<Severity> for Colour {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Success => Self::Green,
            Severity::Debug | Severity::Info | Severity::ConfigurationAudit => Self::Blue,
            Severity::Warning => Self::Orange,
            Severity::Error | Severity::Critical => Self::Red,
        }
    }
}

/// An embed in the making.
pub(crate) struct Card(EmbedBuilder);

impl Card {
    /// An embed with this edge and title.
    pub(crate) fn new(colour: Colour, title: impl Into<Rich>) -> Self {
        Self(
            EmbedBuilder::new()
                .color(colour.rgb())
                .title(title.into().as_str()),
        )
    }

    /// Says something below the title; nothing when it is empty, since Discord shows an empty description as a gap.
    pub(crate) fn description(self, text: impl Into<Rich>) -> Self {
        let text = text.into();
        if text.is_empty() {
            self
        } else {
            Self(self.0.description(text.as_str()))
        }
    }

    /// Says a text below the title just as it is, so that it can be read back from the message. Only for what whoever sees
    /// it is about to send themselves, in a message that pings nobody.
    pub(crate) fn verbatim(self, text: &str) -> Self {
        Self(self.0.description(text))
    }

    /// Adds a field over the whole width.
    pub(crate) fn field(self, name: impl Into<Rich>, value: impl Into<Rich>) -> Self {
        Self(self.0.field(EmbedFieldBuilder::new(
            name.into().as_str(),
            value.into().as_str(),
        )))
    }

    /// Adds a field beside its neighbours.
    pub(crate) fn inline(self, name: &'static str, value: impl Into<Rich>) -> Self {
        Self(
            self.0
                .field(EmbedFieldBuilder::new(name, value.into().as_str()).inline()),
        )
    }

    /// Says at the top whose it is, with their picture if it is on the web.
    pub(crate) fn author(self, name: &EmbedText, picture: Option<&str>) -> Self {
        let author = EmbedAuthorBuilder::new(name.as_str());
        let picture = picture.and_then(|it| ImageSource::url(it).ok());
        Self(self.0.author(match picture {
            Some(picture) => author.icon_url(picture),
            None => author,
        }))
    }

    /// Says something small at the foot.
    pub(crate) fn footer(self, text: impl Into<Rich>) -> Self {
        Self(self.0.footer(EmbedFooterBuilder::new(text.into().as_str())))
    }

    /// Shows a moment at the foot.
    pub(crate) fn at(self, moment: DateTime<Utc>) -> Self {
        match Timestamp::from_micros(moment.timestamp_micros()) {
            Ok(timestamp) => Self(self.0.timestamp(timestamp)),
            Err(_) => self,
        }
    }

    /// Shows a picture on the web, or a file of the message; left out when its address is not one that Discord takes.
    pub(crate) fn image(self, url: &str) -> Self {
        let source = match url.strip_prefix("attachment://") {
            Some(file) => ImageSource::attachment(file).ok(),
            None => ImageSource::url(url).ok(),
        };
        match source {
            Some(source) => Self(self.0.image(source)),
            None => self,
        }
    }

    /// Shows a small picture on the web beside the text; left out when its address is not one that Discord takes.
    pub(crate) fn thumbnail(self, url: &str) -> Self {
        match ImageSource::url(url) {
            Ok(source) => Self(self.0.thumbnail(source)),
            Err(_) => self,
        }
    }

    /// The embed.
    pub(crate) fn build(self) -> Embed {
        self.0.build()
    }
}
