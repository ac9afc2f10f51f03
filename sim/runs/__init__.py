"""Many runs: arms of a comparison, and how they are played."""
