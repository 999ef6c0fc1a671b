"""Notices (告知书): what a visit found, told to the owner on the spot, numbered and kept once the phone has delivered."""
