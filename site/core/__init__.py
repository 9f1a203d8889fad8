"""What every app may use: text and form tools, bot defence, throttling, paging, headers. No tables."""
