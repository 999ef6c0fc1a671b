"""消防安全重点单位: a place's way from declared to listed, filed and delisted, each step dated and with its paper."""
