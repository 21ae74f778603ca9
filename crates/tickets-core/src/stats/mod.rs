//! How a guild's tickets are doing: how many stand where, how long they take, how many come and go each day.

mod chart;
mod duration;
mod overview;
mod ports;
mod show;

pub use chart::{Bar, BarWidth, MOST_BARS, bars};
pub use duration::duration_text;
pub use overview::Overview;
pub use ports::{
    Acceptance, CloseSnapshot, DayCount, DisplaySnapshot, Figures, LIVE_SHOWN, LIVE_TOLD,
    StatsStore, StatusCounts, Topics, Totals,
};
pub use show::{ShowStats, StatsRefusal, TicketStats};
