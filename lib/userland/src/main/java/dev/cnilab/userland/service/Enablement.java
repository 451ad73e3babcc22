package dev.cnilab.userland.service;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.MountNamespace;

/** Which services start at boot: the links that {@code systemctl enable} makes. */
public record Enablement(MountNamespace files) {
  private static final String WANTS = "/etc/systemd/system/multi-user.target.wants";

  public boolean isEnabled(Unit unit) {
    try {
      return files.isDirectory(WANTS) && files.list(WANTS).contains(unit.name());
    } catch (FileException unreadable) {
      return false;
    }
  }

  /**
   * Lets it start at boot.
   *
   * @return whether it did not before
   */
  public boolean enable(Unit unit) throws FileException {
    if (isEnabled(unit)) {
      return false;
    }
    files.createDirectories(WANTS);
    files.createSymlink(link(unit), unit.path());
    return true;
  }

  /**
   * Lets it start only when it is asked to.
   *
   * @return whether it was enabled
   */
  public boolean disable(Unit unit) throws FileException {
    if (!isEnabled(unit)) {
      return false;
    }
    files.unlink(link(unit));
    return true;
  }

  /** The link's path. */
  public String link(Unit unit) {
    return WANTS + "/" + unit.name();
  }
}
