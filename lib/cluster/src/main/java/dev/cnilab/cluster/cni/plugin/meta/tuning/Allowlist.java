package dev.cnilab.cluster.cni.plugin.meta.tuning;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.goregexp.GoPattern;
import dev.cnilab.cluster.goregexp.GoPatternException;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.Collection;
import java.util.List;

/** The node's file that lists which settings {@code tuning} may change; without the file, any. */
final class Allowlist {
  private static final String FILE = "/etc/cni/tuning/allowlist.conf";

  private Allowlist() {}

  /** Fails if one of the settings matches no line. */
  static void require(MountNamespace files, Collection<String> sysctls) throws CniException {
    if (!files.exists(FILE)) {
      return;
    }
    List<String> lines;
    try {
      lines =
          GoFile.text(files, FILE)
              .lines()
              .map(String::strip)
              .filter(each -> !each.isEmpty())
              .toList();
    } catch (GoPathException unreadable) {
      throw new CniException(unreadable.text());
    }
    for (String sysctl : sysctls) {
      if (lines.stream().noneMatch(line -> matches(line, sysctl))) {
        throw new CniException(
            "Sysctl %s is not allowed. Only the following sysctls are allowed: [%s]"
                .formatted(sysctl, String.join(" ", lines)));
      }
    }
  }

  private static boolean matches(String line, String sysctl) {
    try {
      return GoPattern.compile(line).matcher(sysctl).find();
    } catch (GoPatternException unusable) {
      return false;
    }
  }
}
