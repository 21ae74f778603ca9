//! The text of an announcement, as it comes from a message or an embed.

/// What is read: an embed's parts, or a plain message as `body` alone.
///
/// ```
/// use parsers::AnnouncementText;
///
/// let text = AnnouncementText::plain("Next Monday 9am");
/// assert_eq!(text.title, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnnouncementText {
    /// The embed's title.
    pub title: Option<String>,
    /// The embed's description or the message's content.
    pub body: String,
    /// Names and values of the embed's fields.
    pub fields: Vec<(String, String)>,
    /// The embed's footer.
    pub footer: Option<String>,
    /// The embed's own address.
    pub url: Option<String>,
}

impl AnnouncementText {
    /// A message without an embed.
    pub fn plain(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            ..Self::default()
        }
    }
}
