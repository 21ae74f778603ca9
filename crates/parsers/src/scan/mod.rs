//! Text in, tokens out: everything that hides what a reader sees is gone, every token knows its bytes and its word.

mod letters;
#[cfg(test)]
mod looks;
mod markdown;
mod normalise;
mod token;
mod tokenise;

#[cfg(test)]
pub(crate) use looks::looks_of;
pub(crate) use normalise::is_invisible;
pub(crate) use token::{Token, TokenKind, Tokens};
pub(crate) use tokenise::tokenise;
