"""The simulator: a district that lives its days through the same services as people do; everything it makes says 模拟."""
