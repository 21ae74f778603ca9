//! Answers that hold for a moment: a flood of the same question is answered once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

/// Answers by question. Whoever asks while an answer is being made waits for it instead of having it made again; when
/// they give up, the next in line goes on.
#[derive(Debug)]
pub(crate) struct Fresh<K, V> {
    holds_for: Duration,
    most: usize,
    places: Mutex<HashMap<K, Place<V>>>,
}

#[derive(Debug)]
struct Place<V> {
    asked: Instant,
    answer: Arc<OnceCell<(Instant, V)>>,
}

impl<K: Clone + Eq + Hash, V: Clone> Fresh<K, V> {
    /// Answers that hold for this long; of at most so many questions, then the oldest gives way.
    pub(crate) fn new(holds_for: Duration, most: usize) -> Self {
        Self {
            holds_for,
            most,
            places: Mutex::default(),
        }
    }

    /// The answer to `question`: one that still holds, or what `make` says.
    pub(crate) async fn get(&self, question: K, make: impl Future<Output = V>) -> V {
        let place = self.place(question);
        let dated = || async {
            let answer = make.await;
            (Instant::now(), answer)
        };
        let (_, answer) = place.get_or_init(dated).await;
        answer.clone()
    }

    /// How many answers are held.
    pub(crate) fn len(&self) -> usize {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.len()
    }

    fn place(&self, question: K) -> Arc<OnceCell<(Instant, V)>> {
        let now = Instant::now();
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = places.get(&question).filter(|it| self.holds(it, now)) {
            return place.answer.clone();
        }
        if !places.contains_key(&question) && places.len() >= self.most {
            places.retain(|_, it| self.holds(it, now));
            let oldest = places.iter().min_by_key(|(_, it)| it.asked);
            let oldest = oldest.map(|(question, _)| question.clone());
            if let Some(oldest) = oldest.filter(|_| places.len() >= self.most) {
                places.remove(&oldest);
            }
        }
        let place = Place {
            asked: now,
            answer: Arc::default(),
        };
        let answer = place.answer.clone();
        places.insert(question, place);
        answer
    }

    /// Whether an answer is being made, or is young.
    fn holds(&self, place: &Place<V>, now: Instant) -> bool {
        let made = place.answer.get();
        made.is_none_or(|(at, _)| now.duration_since(*at) < self.holds_for)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn an_answer_holds_for_its_time_and_is_then_made_again() {
        let (fresh, made) = (Fresh::new(SECOND, 10), AtomicU32::new(0));
        let ask = || fresh.get("health", async { made.fetch_add(1, Ordering::Relaxed) });
        assert_eq!((ask().await, ask().await), (0, 0));
        tokio::time::advance(Duration::from_millis(999)).await;
        assert_eq!(ask().await, 0);
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!((ask().await, ask().await), (1, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_asks_while_an_answer_is_made_waits_for_it() {
        let (fresh, made) = (Fresh::new(SECOND, 10), AtomicU32::new(0));
        let ask = || {
            fresh.get("health", async {
                // Longer than an answer holds: its age counts from when it was made.
                tokio::time::sleep(3 * SECOND).await;
                made.fetch_add(1, Ordering::Relaxed)
            })
        };
        let (one, other, third) = tokio::join!(ask(), ask(), ask());
        assert_eq!((one, other, third, ask().await), (0, 0, 0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn somebody_who_gives_up_keeps_nobody_waiting() {
        let fresh = Fresh::new(SECOND, 10);
        let never = fresh.get("health", std::future::pending());
        assert!(tokio::time::timeout(SECOND, never).await.is_err());
        assert_eq!(fresh.get("health", async { 7 }).await, 7);
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_answers_are_held_than_may_be() {
        let fresh = Fresh::new(SECOND, 10);
        for question in 0..100 {
            fresh.get(question, async { question }).await;
            tokio::time::advance(Duration::from_millis(1)).await;
            assert!(fresh.len() <= 10);
        }
        assert_eq!(fresh.len(), 10);
        assert_eq!(fresh.get(99, async { 0 }).await, 99, "the newest are held");
        assert_eq!(fresh.get(0, async { 7 }).await, 7, "the oldest gave way");
    }
}
