"""人员与角色: the screen on which a system administrator keeps the accounts of its own congress."""
