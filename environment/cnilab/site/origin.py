"""The origin of the course, for the footer of each page."""

from dataclasses import dataclass
from xml.etree import ElementTree

from .. import paths
from .step import Step

POM = "{http://maven.apache.org/POM/4.0.0}"


@dataclass(frozen=True)
class Origin:
    """The version, and the repository on GitHub if it is known."""

    version: str
    repository: str = ""

    @classmethod
    def of_this_checkout(cls, repository: str = "") -> "Origin":
        """The version is the one in pom.xml; the repository is OWNER/REPO, or empty."""
        version = ElementTree.parse(paths.ROOT / "pom.xml").findtext(f"{POM}version")
        return cls(version or "", repository)

    @property
    def source(self) -> str:
        return f"https://github.com/{self.repository}" if self.repository else ""

    def binder(self, step: Step) -> str:
        """The address at which Binder opens this step; empty if the repository is unknown."""
        if not self.repository:
            return ""
        return f"https://mybinder.org/v2/gh/{self.repository}/HEAD?urlpath=lab/tree/{step.notebook}"
