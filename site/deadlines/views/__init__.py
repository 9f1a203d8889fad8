"""The screens of 期限: rules, the county's profile, the calendar."""
