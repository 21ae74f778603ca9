//! What was typed into a form about a reminder.

use kernel::ChannelId;
use twilight_model::application::interaction::modal::{
    ModalInteractionComponent, ModalInteractionData,
};

use crate::convert::FromTwilight as _;

/// The inputs of such a form.
pub(super) const INPUT_NAME: &str = "name";
pub(super) const INPUT_WHEN: &str = "when";
pub(super) const INPUT_TIME: &str = "time";
pub(super) const INPUT_MESSAGE: &str = "message";
pub(super) const INPUT_CHANNEL: &str = "channel";

/// What was typed into the form.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) when: String,
    pub(super) time: String,
    pub(super) message: String,
    pub(super) channel: Option<ChannelId>,
}

impl Typed {
    pub(super) fn read(data: &ModalInteractionData) -> Self {
        let mut typed = Self::default();
        for component in &data.components {
            if let ModalInteractionComponent::Label(label) = component {
                typed.take(&label.component);
            }
        }
        typed
    }

    fn take(&mut self, component: &ModalInteractionComponent) {
        match component {
            ModalInteractionComponent::TextInput(input) => {
                let place = match input.custom_id.as_str() {
                    INPUT_NAME => &mut self.name,
                    INPUT_WHEN => &mut self.when,
                    INPUT_TIME => &mut self.time,
                    INPUT_MESSAGE => &mut self.message,
                    _ => return,
                };
                place.clone_from(&input.value);
            }
            ModalInteractionComponent::ChannelSelect(select) => {
                self.channel = select
                    .values
                    .first()
                    .and_then(|it| ChannelId::from_twilight(*it).ok());
            }
            _ => {}
        }
    }
}
