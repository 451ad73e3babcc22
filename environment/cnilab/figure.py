"""A measured value, and its bound."""

from dataclasses import dataclass


@dataclass
class Figure:
    what: str
    value: float
    unit: str
    limit: float | None
    more_is_better: bool = False

    @property
    def kept(self) -> bool:
        """Whether it is within its bound; true if it has none."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.more_is_better else self.value <= self.limit

    def row(self) -> str:
        if self.limit is None:
            return f"| {self.what} | {self.value:.4g} {self.unit} | – | |"
        bound = "at least" if self.more_is_better else "at most"
        limit = f"{bound} {self.limit:g} {self.unit}"
        return f"| {self.what} | {self.value:.4g} {self.unit} | {limit} | {'ok' if self.kept else 'MISSED'} |"
