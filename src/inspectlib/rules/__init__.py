"""The rules, grouped as the law groups them."""
