"""The account's own pages as they look when all is well: sender, domain, plan, credits, settings, figures."""

from typing import Any

_DNS = {
    "mail_cname": ("em1.example.org", "u1.wl.example.net"),
    "dkim1": ("s1._domainkey.example.org", "s1.domainkey.u1.wl.example.net"),
    "dkim2": ("s2._domainkey.example.org", "s2.domainkey.u1.wl.example.net"),
}
_SETTINGS = ("address_whitelist", "bounce_purge", "footer", "forward_bounce", "forward_spam", "template")


def usual_pages() -> dict[str, Any]:
    """JSON by path; whoever rehearses trouble changes it."""
    return {
        "/v3/verified_senders": {"results": [_sender()]},
        "/v3/verified_senders/steps_completed": {
            "results": {"sender_verified": True, "domain_verified": True}
        },
        "/v3/verified_senders/domains": {"results": {"soft_failures": [], "hard_failures": []}},
        "/v3/whitelabel/domains": [_domain()],
        "/v3/whitelabel/domains/1": _domain(),
        "/v3/whitelabel/domains/1/validate": {
            "id": 1,
            "valid": True,
            "validation_results": {name: {"valid": True, "reason": None} for name in _DNS},
        },
        "/v3/user/account": {"type": "paid", "reputation": 99.7},
        "/v3/user/credits": _credits(),
        **_tracking(),
        **_mail_settings(),
        "/v3/stats": [],
    }


def _sender() -> dict[str, Any]:
    address = {
        "address": "1 Hall Street",
        "address2": "",
        "city": "Anytown",
        "state": "",
        "zip": "",
        "country": "UK",
    }
    return {
        "id": 1,
        "nickname": "News",
        "from_email": "news@example.org",
        "from_name": "Anytown Trades Council",
        "reply_to": "branch@example.org",
        "reply_to_name": "",
        **address,
        "verified": True,
        "locked": False,
    }


def _domain() -> dict[str, Any]:
    return {
        "id": 1,
        "user_id": 7,
        "subdomain": "em1",
        "domain": "example.org",
        "username": "anytown",
        "ips": [],
        "custom_spf": False,
        "default": True,
        "legacy": False,
        "automatic_security": True,
        "valid": True,
        "dns": {
            name: {"valid": True, "type": "cname", "host": host, "data": data}
            for name, (host, data) in _DNS.items()
        },
    }


def _credits() -> dict[str, Any]:
    return {
        "remain": 100_000,
        "total": 100_000,
        "overage": 0,
        "used": 0,
        "last_reset": "2026-11-01",
        "next_reset": "2026-12-01",
        "reset_frequency": "monthly",
    }


def _tracking() -> dict[str, Any]:
    switched = {"open": False, "click": False, "subscription": False, "google_analytics": False}
    listed = [
        {"name": name, "title": name.title(), "description": "", "enabled": enabled}
        for name, enabled in switched.items()
    ]
    base = "/v3/tracking_settings"
    return {
        base: {"result": listed},
        f"{base}/click": {"enabled": False, "enable_text": False},
        f"{base}/open": {"enabled": False},
        f"{base}/google_analytics": {
            "enabled": False,
            "utm_source": "",
            "utm_medium": "",
            "utm_campaign": "",
        },
        f"{base}/subscription": {
            "enabled": False,
            "html_content": "",
            "plain_content": "",
            "replace": "",
            "url": "",
        },
    }


def _mail_settings() -> dict[str, Any]:
    base = "/v3/mail_settings"
    listed = [{"name": name, "title": name.replace("_", " ").title(), "enabled": False} for name in _SETTINGS]
    return {base: {"result": listed}, **{f"{base}/{name}": {"enabled": False} for name in _SETTINGS}}
