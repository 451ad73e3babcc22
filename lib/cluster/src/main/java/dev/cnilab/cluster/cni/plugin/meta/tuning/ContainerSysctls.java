package dev.cnilab.cluster.cni.plugin.meta.tuning;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.Map;

/** Files under /proc/sys/net of a container, which {@code tuning} writes. */
final class ContainerSysctls {
  private static final String ROOT = "/proc/sys/";

  private ContainerSysctls() {}

  static void set(NetworkNamespace netns, String ifName, Map<String, String> sysctls)
      throws CniException {
    for (Map.Entry<String, String> each : sysctls.entrySet()) {
      String path = path(each.getKey(), ifName);
      try {
        netns.sysctl().set(name(path), each.getValue());
      } catch (ErrnoException refused) {
        String step = refused.errno() == Errno.ENOENT ? "open" : "write";
        throw new CniException(step + " " + path + ": " + GoText.errno(refused));
      }
    }
  }

  static void check(NetworkNamespace netns, String ifName, Map<String, String> sysctls)
      throws CniException {
    for (Map.Entry<String, String> each : sysctls.entrySet()) {
      String path = path(each.getKey(), ifName);
      try {
        String value = netns.sysctl().get(name(path));
        if (!value.equals(each.getValue())) {
          throw new CniException(
              "Error: Tuning configured value of %s is %s, current value is %s"
                  .formatted(path, each.getValue(), value));
        }
      } catch (ErrnoException refused) {
        throw new CniException("open " + path + ": " + GoText.errno(refused));
      }
    }
  }

  /** Dots separate like slashes, and {@code IFNAME} stands for the container's link. */
  private static String path(String key, String ifName) throws CniException {
    String relative = key.replace('.', '/').replaceFirst("IFNAME", ifName);
    if (!relative.startsWith("net/") || relative.contains("//")) {
      throw new CniException("invalid net sysctl key: \"" + relative + "\"");
    }
    return ROOT + relative;
  }

  private static String name(String path) {
    return path.substring(ROOT.length()).replace('/', '.');
  }
}
