package dev.cnilab.userland.service.unit;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.ArrayList;
import java.util.List;

/** The services that start at boot: the links that {@code systemctl enable} makes. */
public record Enablement(MountNamespace files) {
  private static final String ADMINISTRATOR = "/etc/systemd/system/";
  private static final String BOOT = ADMINISTRATOR + "multi-user.target.wants";

  /** The names of the services that start at boot. */
  public List<String> atBoot() throws FileException {
    return files.isDirectory(BOOT) ? files.list(BOOT) : List.of();
  }

  public boolean isEnabled(Unit unit) {
    return unit.wantedBy().stream().allMatch(target -> isLink(link(unit, target)))
        && !unit.wantedBy().isEmpty();
  }

  private boolean isLink(String path) {
    try {
      return !files.readLink(path).isEmpty();
    } catch (FileException none) {
      return false;
    }
  }

  /**
   * Enables a unit: links it to the targets in its [Install] section.
   *
   * @return the links that were made
   */
  public List<String> enable(Unit unit) throws FileException {
    List<String> made = new ArrayList<>();
    for (String target : unit.wantedBy()) {
      String link = link(unit, target);
      if (!isLink(link)) {
        files.createDirectories(ADMINISTRATOR + target + ".wants");
        files.createSymlink(link, unit.path());
        made.add(link);
      }
    }
    return made;
  }

  /**
   * Disables a unit, so that it starts only on request.
   *
   * @return the links that were removed
   */
  public List<String> disable(Unit unit) throws FileException {
    List<String> removed = new ArrayList<>();
    for (String target : unit.wantedBy()) {
      String link = link(unit, target);
      if (isLink(link)) {
        files.unlink(link);
        removed.add(link);
      }
    }
    return removed;
  }

  private static String link(Unit unit, String target) {
    return ADMINISTRATOR + target + ".wants/" + unit.name();
  }

  /** The path of the link to /dev/null that masks a unit. */
  public static String maskOf(String name) {
    return ADMINISTRATOR + name;
  }
}
