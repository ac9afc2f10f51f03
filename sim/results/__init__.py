"""What runs leave behind, as tables that others can read: Arrow in memory, Parquet on disk."""
