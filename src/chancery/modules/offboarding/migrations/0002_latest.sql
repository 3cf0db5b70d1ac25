-- Records are listed with the latest first.
CREATE INDEX offboarding_case_latest ON offboarding_case (started_at, id);
