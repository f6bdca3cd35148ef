"""WeChat Official Account (微信公众号): customers write to the account, we answer by its API."""
