//! Text in, tokens out: everything that hides what a reader sees is gone, every token knows its bytes and its word.

mod letters;
mod markdown;
mod normalise;
mod token;
mod tokenise;

pub(crate) use normalise::is_invisible;
pub(crate) use token::{Token, TokenKind, Tokens};
pub(crate) use tokenise::tokenise;
