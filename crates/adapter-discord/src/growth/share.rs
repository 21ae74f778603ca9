//! The buttons below an answered check-in.

use growth_core::SharedAs;
use kernel::UseCaseError;

use super::{answer_view, check_in_view as view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::routes::Handled;

/// Shares it as nobody's in particular.
pub(crate) const ANONYMOUS: &str = "growth_share_anon";
/// Shares it with the author's name.
pub(crate) const NAMED: &str = "growth_share_named";
/// Keeps it.
pub(crate) const KEEP: &str = "growth_keep";

pub(crate) async fn press(
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let route = parts.route;
    let Some(id) = parts.next() else {
        return Ok(answer_view::unreadable());
    };
    let growth = &context.features.growth;
    let (guild, user) = (asker.guild, asker.member.user);
    let decided = match route {
        KEEP => growth.keep_private(guild, user, id).await,
        NAMED => {
            let by = SharedAs::Named {
                name: asker.name.clone(),
                avatar: asker.way_back.avatar.clone(),
            };
            growth.share(guild, user, id, by).await
        }
        _ => growth.share(guild, user, id, SharedAs::Anonymous).await,
    };
    match decided {
        Ok(kept) => Ok(view::decided(kept)),
        Err(UseCaseError::Refused(why)) => Ok(view::not_shared(why)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
