package dev.cnilab.cluster.image.calico.cni;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.log.GoText;
import java.io.IOException;

/**
 * The name of this node: from the configuration, otherwise from the file that calico/node has
 * written.
 */
final class Nodename {
  private static final String FILE = "/var/lib/calico/nodename";

  private Nodename() {}

  /**
   * Fails if calico/node has never run here, even if the configuration has a name.
   *
   * @throws CniException {@code stat /var/lib/calico/nodename: no such file or directory: …}
   */
  static void require(CmdArgs args) throws CniException {
    if (args.isSet("nodename_file_optional")) {
      return;
    }
    try {
      args.process().files().status(FILE);
    } catch (IOException missing) {
      throw new CniException(
          GoText.pathError("stat", FILE, missing)
              + ": check that the calico/node container is running and has mounted"
              + " /var/lib/calico/");
    }
  }

  static String of(CmdArgs args) {
    try {
      return args.process().files().readText(FILE).strip();
    } catch (IOException missing) {
      String configured = args.config().path("nodename").asText("");
      return configured.isEmpty() ? args.process().hostname() : configured;
    }
  }
}
