//! What a model is asked, and what it answers.

mod call;
mod completion;
mod feature;
mod message;
mod model_name;
mod temperature;

pub use call::{Awaited, Call, CompletionRequest};
pub use completion::{Completion, Ended, Tokens};
pub use feature::Feature;
pub use message::{Message, Role, SystemText};
pub use model_name::{ModelName, NoModelName};
pub use temperature::{Temperature, Warmth};
