"""The screens: answering, results, and what the office reads."""
