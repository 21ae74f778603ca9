//! An operators' log that remembers what it was told.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use crate::{OperatorLog, SchemaChange};

/// Remembers what it was told.
#[derive(Debug, Default)]
pub struct RecordingLog(Mutex<Vec<SchemaChange>>);

impl RecordingLog {
    /// What it was told, in order.
    pub fn told(&self) -> Vec<SchemaChange> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait]
impl OperatorLog for RecordingLog {
    async fn schema_changed(&self, change: &SchemaChange) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.push(change.clone());
    }
}
