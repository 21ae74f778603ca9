//! Pictures of reminders: as members name them, and as copies that we keep, because Discord's own address of an
//! attachment expires (spec W41).

/// The address by which an embed shows a file of its own message.
const ATTACHED: &str = "attachment://";

/// A kind of picture that Discord shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageType {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
}

impl ImageType {
    const ALL: [Self; 4] = [Self::Png, Self::Jpeg, Self::Gif, Self::WebP];

    /// Its name in HTTP.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
        }
    }

    /// The type that HTTP calls so; parameters behind a semicolon do not matter.
    pub fn of_content_type(text: &str) -> Option<Self> {
        let name = text.split(';').next().unwrap_or_default().trim();
        let mut all = Self::ALL.into_iter();
        all.find(|it| it.content_type().eq_ignore_ascii_case(name))
    }

    /// The type of these bytes, by how they begin, whatever anybody calls them.
    pub fn of_content(content: &[u8]) -> Option<Self> {
        if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if content.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if content.starts_with(b"GIF87a") || content.starts_with(b"GIF89a") {
            Some(Self::Gif)
        } else if content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else {
            None
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::WebP => "webp",
        }
    }
}

/// A picture that was attached and checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Image {
    kind: ImageType,
    content: Vec<u8>,
}

impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.file_name(), self.content.len())
    }
}

impl Image {
    /// The most bytes of a picture: 8 MiB, which every server takes.
    pub const MAX: usize = 8 << 20;

    /// The picture in these bytes; why not otherwise.
    pub fn new(content: Vec<u8>) -> Result<Self, PictureProblem> {
        if content.len() > Self::MAX {
            return Err(PictureProblem::TooLarge);
        }
        let kind = ImageType::of_content(&content).ok_or(PictureProblem::NoPicture)?;
        Ok(Self { kind, content })
    }

    /// What kind it is.
    pub fn kind(&self) -> ImageType {
        self.kind
    }

    /// Its bytes.
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// The name of its file: the same for the same picture, and another one for another, so that a picture that takes
    /// the place of one is a change.
    pub fn file_name(&self) -> String {
        let hash = self.content.iter().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
        });
        format!("picture-{hash:08x}.{}", self.kind.extension())
    }

    /// The address by which an embed shows it.
    pub fn address(&self) -> String {
        format!("{ATTACHED}{}", self.file_name())
    }

    /// Whether an address is that of a copy that we keep.
    pub fn is_address(address: &str) -> bool {
        address.starts_with(ATTACHED)
    }
}

/// A picture as a member gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// By its address on the web, which stays a link.
    Link(String),
    /// As a file, of which we keep a copy.
    File(AttachedFile),
}

/// A file that a member attached, as Discord tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// Where it can be fetched for a while.
    pub address: String,
    /// What it is said to be.
    pub content_type: Option<String>,
    /// How many bytes it is said to have.
    pub size: u64,
}

/// Why a picture is refused before anything is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureRefusal {
    /// Pictures are for Premium.
    NeedsPremium,
    /// Its address is not `https`, or too long.
    LinkInvalid,
    /// The file is none of the kinds that Discord shows.
    NoPicture,
    /// The file has more than [`Image::MAX`] bytes.
    TooLarge,
    /// The member has attached as many as they may lately; how long to wait.
    TooMany(chrono::TimeDelta),
}

/// Why a file was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureProblem {
    /// It is no picture, whatever it is called.
    NoPicture,
    /// It is larger than it was said to be.
    TooLarge,
    /// It could not be fetched or stored.
    Failed,
}

/// What became of the wish for a picture, once the reminder was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureOutcome {
    /// There was none, or only a link.
    NotAttached,
    /// A copy of the file is kept.
    Kept,
    /// The reminder is stored, without the file.
    NotKept(PictureProblem),
}

/// The most characters of a link.
const LINK_MAX: usize = 512;

impl Picture {
    /// What can be told without fetching it.
    pub(crate) fn check(&self) -> Result<(), PictureRefusal> {
        match self {
            Self::Link(link) if is_plain_https(link) => Ok(()),
            Self::Link(_) => Err(PictureRefusal::LinkInvalid),
            Self::File(file) if file.size > Image::MAX as u64 => Err(PictureRefusal::TooLarge),
            Self::File(file) => {
                let said = file.content_type.as_deref();
                let known = said.and_then(ImageType::of_content_type);
                known.map(|_| ()).ok_or(PictureRefusal::NoPicture)
            }
        }
    }

    /// The address that is stored together with the reminder; a file's is only known once it was fetched.
    pub(crate) fn link(&self) -> Option<&str> {
        match self {
            Self::Link(link) => Some(link),
            Self::File(_) => None,
        }
    }
}

/// An `https` address of at most 512 characters, without credentials.
fn is_plain_https(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let sound = !host.is_empty() && !host.contains('@') && !url.contains(char::is_whitespace);
    sound && url.chars().count() <= LINK_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(text: &str) -> Picture {
        Picture::Link(text.to_owned())
    }

    fn file(content_type: Option<&str>, size: usize) -> Picture {
        Picture::File(AttachedFile {
            address: "https://cdn.discordapp.com/x".to_owned(),
            content_type: content_type.map(str::to_owned),
            size: size as u64,
        })
    }

    #[test]
    fn a_link_is_a_plain_https_address() {
        let longest = format!("https://example.com/{}", "x".repeat(LINK_MAX - 20));
        let sound = [
            "https://example.com/x.png",
            "https://example.com?x#y",
            &longest,
        ];
        for url in sound {
            assert_eq!(link(url).check(), Ok(()), "{url}");
        }
        let too_long = format!("{longest}x");
        for url in [
            "http://example.com/x.png",
            "ftp://example.com/x.png",
            "attachment://picture-00000000.png",
            "example.com/x.png",
            "https://",
            "https:///x.png",
            "https://me:secret@example.com/x.png",
            "https://example.com/a b.png",
            "",
            &too_long,
        ] {
            assert_eq!(link(url).check(), Err(PictureRefusal::LinkInvalid), "{url}");
        }
    }

    #[test]
    fn a_file_says_that_it_is_a_picture_of_at_most_8_mib() {
        for said in ["image/png", "IMAGE/JPEG", "image/gif; x=y", "image/webp"] {
            assert_eq!(file(Some(said), Image::MAX).check(), Ok(()), "{said}");
        }
        for said in [None, Some("text/html"), Some("image/svg+xml"), Some("")] {
            let refused = file(said, 10).check();
            assert_eq!(refused, Err(PictureRefusal::NoPicture), "{said:?}");
        }
        let large = file(Some("image/png"), Image::MAX + 1).check();
        assert_eq!(large, Err(PictureRefusal::TooLarge));
    }

    #[test]
    fn the_first_bytes_tell_what_a_file_is() {
        for (content, kind) in [
            (b"\x89PNG\r\n\x1a\nrest".as_slice(), ImageType::Png),
            (b"\xff\xd8\xff\xe0", ImageType::Jpeg),
            (b"GIF87a", ImageType::Gif),
            (b"GIF89a...", ImageType::Gif),
            (b"RIFF\0\0\0\0WEBPVP8 ", ImageType::WebP),
        ] {
            let image = Image::new(content.to_vec()).unwrap();
            assert_eq!(image.kind(), kind);
            assert!(Image::is_address(&image.address()));
        }
        for content in [
            b"<svg>".as_slice(),
            b"",
            b"RIFF\0\0\0\0WAVE",
            b"\x89PN",
            b"RIFF",
        ] {
            let refused = Image::new(content.to_vec());
            assert_eq!(refused, Err(PictureProblem::NoPicture));
        }
        let mut large = b"GIF89a".to_vec();
        large.resize(Image::MAX + 1, 0);
        assert_eq!(Image::new(large), Err(PictureProblem::TooLarge));
    }

    #[test]
    fn another_picture_has_another_name() {
        let name = |content: &[u8]| Image::new(content.to_vec()).unwrap().file_name();
        assert_eq!(name(b"GIF89a1"), name(b"GIF89a1"));
        assert_ne!(name(b"GIF89a1"), name(b"GIF89a2"));
    }
}
