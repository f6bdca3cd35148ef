"""The generic webhook: any system that can sign JSON can hand complaints in and take replies."""
