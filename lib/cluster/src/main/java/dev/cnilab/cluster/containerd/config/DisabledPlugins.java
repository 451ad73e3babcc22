package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The plugins that a file disables. */
final class DisabledPlugins {
  /** Plugins without which nothing here is different. */
  private static final Pattern OPTIONAL =
      Pattern.compile(
          "io\\.containerd\\.(snapshotter\\.v1\\.(?!overlayfs)|(differ|mount-handler)\\.v1\\.erofs|nri\\."
              + "|image-verifier\\.|tracing|monitor\\.|metrics\\.|gc\\."
              + "|internal\\.v1\\.(opt|restart|tracing)|server\\.v1\\.(debug|metrics|grpc-tcp))");

  private DisabledPlugins() {}

  /**
   * The plugins that a file disables; names as in version 1 stand for the plugins of then.
   *
   * @throws UnusableConfigException if one has no such name, or containerd is not modelled without
   *     it
   */
  static Set<String> of(JsonNode file, int version, String path) throws UnusableConfigException {
    Set<String> disabled = new TreeSet<>();
    for (JsonNode each : file.path("disabled_plugins")) {
      String name = each.asText();
      if (version < CriTables.OF_BOTH) {
        disabled.add(name.equals("cri") ? CriTables.BOTH : name);
      } else if (!name.startsWith("io.containerd.") || name.split("\\.", 4).length < 4) {
        throw new UnusableConfigException(
            "failed to load TOML from %s: invalid disabled plugin URI \"%s\" expect io.containerd.x.vx"
                .formatted(path, name));
      } else if (isNeeded(name)) {
        throw new UnusableConfigException(
            "disabled_plugins: a containerd without " + name + " is not modelled here");
      } else {
        disabled.add(name);
      }
    }
    return disabled;
  }

  /** Whether containers are started with it here, other than for kubelets. */
  private static boolean isNeeded(String plugin) {
    return !CriTables.PLUGINS.contains(plugin) && !OPTIONAL.matcher(plugin).lookingAt();
  }
}
