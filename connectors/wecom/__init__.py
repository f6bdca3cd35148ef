"""微信客服 (WeCom customer service): customers write in WeChat, without adding anybody."""
