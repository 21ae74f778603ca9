//! `/onboarding`, as admins and newcomers use it.

mod set_up;
