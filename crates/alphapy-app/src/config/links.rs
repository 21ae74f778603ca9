//! The web apps that belong to this bot.

use super::reader::Reader;

/// The addresses of the web apps, without a slash at their end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// The main app, in which accounts are kept.
    pub app: String,
    /// The app for the mind.
    pub mind: String,
    /// The dashboard of this bot.
    pub alphapy: String,
}

impl Default for Links {
    fn default() -> Self {
        Self {
            app: "https://app.innersync.tech".to_owned(),
            mind: "https://mind.innersync.tech".to_owned(),
            alphapy: "https://alphapy.innersync.tech".to_owned(),
        }
    }
}

impl Links {
    pub(super) fn read(reader: &mut Reader<'_>, production: bool) -> Self {
        let usual = Self::default();
        let mut address = |name, usual| reader.web_address(name, production).unwrap_or(usual);
        Self {
            app: address("APP_BASE_URL", usual.app),
            mind: address("MIND_BASE_URL", usual.mind),
            alphapy: address("ALPHAPY_BASE_URL", usual.alphapy),
        }
    }
}
