//! Pixels: rectangles and words, and the picture that they make.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster, get_raster_width};

/// A colour, in red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ink(pub(super) u8, pub(super) u8, pub(super) u8);

/// How large words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Small,
    Large,
}

/// The picture cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("the picture cannot be written")]
pub(crate) struct PictureError(#[from] png::EncodingError);

/// A picture in the making. What is drawn beyond its edges is left out.
#[derive(Debug)]
pub(super) struct Canvas {
    width: u32,
    height: u32,
    /// Three bytes a pixel, row by row.
    pixels: Vec<u8>,
}

impl Size {
    fn height(self) -> RasterHeight {
        match self {
            Self::Small => RasterHeight::Size24,
            Self::Large => RasterHeight::Size32,
        }
    }
}

impl Canvas {
    /// A picture that is all of one colour.
    pub(super) fn new(width: u32, height: u32, ground: Ink) -> Self {
        let pixels = usize::try_from(width).unwrap_or(0) * usize::try_from(height).unwrap_or(0);
        Self {
            width,
            height,
            pixels: [ground.0, ground.1, ground.2].repeat(pixels),
        }
    }

    /// Fills a rectangle.
    pub(super) fn fill(&mut self, left: u32, top: u32, width: u32, height: u32, ink: Ink) {
        let right = left.saturating_add(width).min(self.width);
        let bottom = top.saturating_add(height).min(self.height);
        for y in top..bottom {
            for x in left..right {
                self.blend(x, y, ink, 255);
            }
        }
    }

    /// Writes words of plain Latin letters; others become a question mark.
    pub(super) fn text(&mut self, left: u32, top: u32, words: &str, size: Size, ink: Ink) {
        let raster = |it| get_raster(it, FontWeight::Regular, size.height());
        let mut begin = left;
        for letter in words.chars() {
            let Some(raster) = raster(letter).or_else(|| raster('?')) else {
                continue;
            };
            for (y, row) in (top..).zip(raster.rows()) {
                for (x, strength) in (begin..).zip(row) {
                    self.blend(x, y, ink, *strength);
                }
            }
            begin = begin.saturating_add(u32::try_from(raster.width()).unwrap_or(0));
        }
    }

    /// How wide words become.
    #[expect(
        clippy::unused_self,
        reason = "words belong to what they are written on"
    )]
    pub(super) fn text_width(&self, words: &str, size: Size) -> u32 {
        let letter = get_raster_width(FontWeight::Regular, size.height());
        u32::try_from(words.chars().count() * letter).unwrap_or(u32::MAX)
    }

    fn blend(&mut self, x: u32, y: u32, ink: Ink, strength: u8) {
        if x >= self.width || y >= self.height || strength == 0 {
            return;
        }
        let at = (u64::from(y) * u64::from(self.width) + u64::from(x)) * 3;
        let pixel = usize::try_from(at)
            .ok()
            .and_then(|it| self.pixels.get_mut(it..it + 3));
        for (under, over) in pixel.into_iter().flatten().zip([ink.0, ink.1, ink.2]) {
            let (strength, below) = (u32::from(strength), u32::from(*under));
            let mixed = (u32::from(over) * strength + below * (255 - strength)) / 255;
            *under = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }

    /// The picture as a PNG.
    pub(super) fn into_png(self) -> Result<Vec<u8>, PictureError> {
        let mut picture = Vec::new();
        let mut encoder = png::Encoder::new(&mut picture, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(picture)
    }
}
