"""The room in which people code: samples, the queue, settling, what strayed."""
