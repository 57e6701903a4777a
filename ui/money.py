def pounds(pence: int) -> str:
    """Money is integer pence everywhere; pence are shown only where there are any."""
    whole, part = divmod(abs(pence), 100)
    sign = "\N{MINUS SIGN}" if pence < 0 else ""
    return f"{sign}£{whole:,}.{part:02}" if part else f"{sign}£{whole:,}"
