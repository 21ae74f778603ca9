-- Takes answers and sessions with it, and the counts; what admins ask of newcomers stays.
DROP TABLE alphapy.onboarding_funnel;
DROP TABLE alphapy.onboarding_screening;
DROP TABLE alphapy.onboarding_panels;
DROP TABLE alphapy.onboarding_role_work;
DROP TABLE alphapy.onboarding_sessions;
DROP TABLE alphapy.onboarding;
