//! Setting up what newcomers go through: questions and rules, which admins write.

mod change;
mod ports;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;

pub use change::SetUpChange;
pub use ports::{
    NewQuestion, NewRule, Pick, QuestionStored, ReorderOutcome, Reordered, Reordering, RuleStored,
    SetUpLog, SetUpStore,
};
pub use use_cases::{
    AddQuestion, AddQuestionRefusal, AddRule, AddRuleRefusal, EarlierFollowUps, FollowUpSet,
    Overview, RemoveRefusal, ReorderContentRefusal, ReorderQuestionsRefusal, SetFollowUp,
    SetFollowUpRefusal, SetUp, SetUpPorts, SetUpRefusal,
};
